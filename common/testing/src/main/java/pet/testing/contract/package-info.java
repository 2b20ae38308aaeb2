/**
 * What each module promises its neighbours, as tests: the same for the object itself, for a process
 * elsewhere, and for one elsewhere on a bad day. A caller cannot tell the difference.
 */
package pet.testing.contract;
