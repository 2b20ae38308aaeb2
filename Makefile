# Pet Platform. `make help` lists what there is.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
SHELL := /bin/sh

# What a build depends on; not what builds and tests leave behind.
SOURCES := $(shell find pom.xml docs/openapi.json common builder-service webhook-ingest analytics-streams backend-service compose/src compose/pom.xml compose/image/pom.xml scripts/build scripts/run scripts/without-settings \
  \( -name target -o -name '.*' \) -prune -o -path '*/src/test' -prune -o -type f -print)
BUILT := compose/target/.built
IMAGE := compose/image/target/.image

MODE ?= single
DURATION ?= 60
RATE ?= 20
INFRA ?= auto
KILLS ?= 20
EVENTS ?= 2000000
ANALYTICS_SETTINGS := $(or $(SETTINGS),analytics-streams/analytics.yml)
URL ?= http://localhost:$(shell expr 4000 + $${PET_PORT_OFFSET:-0})
ADMIN ?= http://localhost:$(shell expr 4100 + $${PET_PORT_OFFSET:-0})
# Where `make dev` has Kafka if it was moved; where it was not, the settings tell.
KAFKA_OF_DEV = [ -n "$$PET_KAFKA" ] || [ -z "$$PET_KAFKA_PORT$$PET_PORT_OFFSET" ] || \
  export PET_KAFKA="localhost:$${PET_KAFKA_PORT:-$$((9092 + $${PET_PORT_OFFSET:-0}))}"

##@ Run

dev: $(BUILT) ## Run the whole store on 4000, data in .pet: MODE=single|modular|hybrid|microservices (see compose/modes)
	@exec scripts/run pet.dev.Dev 320m $(MODE)

dev-clean: ## Delete the data of `make dev`
	@scripts/dev-clean

ifeq ($(DOCKER),1)
dev-infra:
	@scripts/containers infra
else
dev-infra: $(BUILT) ## Run PostgreSQL, Redis and Kafka alone: embedded, or with DOCKER=1 in containers
	@exec scripts/run pet.dev.Infra 256m
endif

start-backend: $(BUILT) ## Run the backend (orders, users; forwards the rest) on 4000; needs dev-infra
	@exec scripts/run pet.backend.BackendService 128m server backend-service/backend.yml

start-builder: $(BUILT) ## Run the builder service on 4002; needs dev-infra
	@exec scripts/run pet.builder.BuilderService 128m server builder-service/builder.yml

start-webhook: $(BUILT) ## Run webhook ingest on 4004; needs dev-infra
	@exec scripts/run pet.webhook.WebhookIngest 48m:112m server webhook-ingest/webhook.yml

start-analytics: $(BUILT) ## Run analytics streams on 4005; needs dev-infra
	@exec scripts/run pet.analytics.AnalyticsStreams 64m:256m:1 server analytics-streams/analytics.yml

token: $(BUILT) ## Print a login: make token SUBJECT=alice [ROLE=staff] [EMAIL=alice@example.com]
	@scripts/run pet.dev.Token 64m "$(SUBJECT)" "$(ROLE)" "$(EMAIL)"

demo: $(BUILT) ## Simulate customers for DURATION=60 seconds at RATE=20 actions a second, against URL; then compare
	@exec scripts/run pet.dev.demo.Demo 192m "$(URL)" "$(DURATION)" "$(RATE)"

analytics-verify: $(BUILT) ## Compare the rollups with the modules' own tables, window by window, exactly: [SETTINGS=…]
	@exec scripts/run pet.dev.verify.Verify 256m $(if $(SETTINGS),"$(SETTINGS)")

analytics-replay-dead: $(BUILT) ## Send the dead letters of a topology again, after a fix: TOPOLOGY=designs [SETTINGS=…]
	@$(KAFKA_OF_DEV); exec scripts/run pet.analytics.ReplayDeadLetters 64m "$(ANALYTICS_SETTINGS)" "$(TOPOLOGY)"

analytics-rebuild: $(BUILT) ## Recount rollups beside the running ones, and correct differences: [ROLLUP=designs] [DRY_RUN=1] [SETTINGS=…]
	@$(KAFKA_OF_DEV); [ -z "$$PET_HOME" ] || export PET_ANALYTICS_STATE="$${PET_ANALYTICS_STATE:-$$PET_HOME/data/streams}"; \
	  exec scripts/run pet.analytics.RebuildRollups 256m "$(ANALYTICS_SETTINGS)" $(ROLLUP) $(if $(DRY_RUN),--dry-run)

outbox-parked: ## List parked events and the reasons: [ADMIN=http://localhost:4100]
	@curl -sS --fail-with-body -X POST $(ADMIN)/tasks/outbox

outbox-discard: ## Discard the event at which an aggregate is parked, for good: AGGREGATE=… REASON=… [BY=you] [ADMIN=http://localhost:4100]
	@test -n "$(AGGREGATE)" -a -n "$(REASON)" || { echo "usage: make outbox-discard AGGREGATE=… REASON=… [BY=…] [ADMIN=http://localhost:4100]" >&2; exit 2; }
	@curl -sS --fail-with-body -X POST -G --data-urlencode "discard=$(AGGREGATE)" --data-urlencode "reason=$(REASON)" --data-urlencode "by=$(or $(BY),$(USER))" $(ADMIN)/tasks/outbox

outbox-release: ## Let a parked aggregate go on, after a fix: AGGREGATE=… [ADMIN=http://localhost:4100]
	@test -n "$(AGGREGATE)" || { echo "usage: make outbox-release AGGREGATE=… [ADMIN=http://localhost:4100]" >&2; exit 2; }
	@curl -sS --fail-with-body -X POST -G --data-urlencode "release=$(AGGREGATE)" $(ADMIN)/tasks/outbox

hybrid-status: $(BUILT) ## Show every process: address, health, modules, replicas, requests a minute
	@scripts/run pet.dev.status.HybridStatus 64m

##@ Run in containers

dev-services: $(IMAGE) ## Run the services in containers behind an edge on 3000: [PROFILE=full] [BUILDERS=2]
	@scripts/containers services "$(PROFILE)" "$(BUILDERS)"

dev-services-build: $(BUILT) ## Build the jars and the services' image
	@scripts/image
	@touch $(IMAGE)

stop: ## Stop the containers; their data stays
	@scripts/containers stop

logs-all: ## Follow the logs of all containers
	@scripts/containers logs

logs-builder: ## Follow the logs of the builder's replicas
	@scripts/containers logs builder-service

logs-backend: ## Follow the logs of the backend
	@scripts/containers logs backend

##@ Check

test: ## Run all tests but test-modes, on real servers: INFRA=auto|embedded|containers
	@scripts/mvn -B -T 2 verify -Dpet.infra=$(INFRA) $(PET_MAVEN_TEST_OPTS)

test-modes: $(BUILT) ## Run one end-to-end suite in every run mode (compose/modes)
	@scripts/mvn -B -pl compose -am test -Dtest=ModesIT -DexcludedGroups= -Dgroups=modes -Dsurefire.failIfNoSpecifiedTests=false $(PET_MAVEN_TEST_OPTS)

test-fast: ## Run the tests that need no server
	@scripts/mvn -B -T 2 test -Dtest='*Test,*Properties' -Dsurefire.failIfNoSpecifiedTests=false

test-compose: $(IMAGE) ## Test the containers: Compose files, image, edge, scaling; needs Docker
	@scripts/test-compose

bench-start: $(BUILT) ## Measure starts, memory, and the time from an event to its rollup
	@scripts/bench-start

bench-modes: $(BUILT) ## Measure the memory of each mode, and what a call costs locally and remotely
	@scripts/bench-modes

bench-builder: $(BUILT) ## Measure the builder's requests a second, beside a bare resource and pgbench; then bench-preview, unless PARTS is set
	@scripts/bench-builder
	@[ -n "$(PARTS)" ] || scripts/bench-preview

bench-webhooks: $(BUILT) ## Measure webhook accepts, processing and look-ups a second, beside pgbench: [PARTS="lookup accepts latency keepsup spike"]
	@scripts/bench-webhooks

bench-preview: $(BUILT) ## Measure previews beside resvg, and cached ones beside a static file; needs npm
	@scripts/bench-preview

bench-analytics: $(BUILT) ## Measure how fast each topology counts, beside a plain consumer; starts; commit to rollup: [EVENTS=] [PARTS="throughput starts latency"]
	@exec scripts/bench-analytics "$(EVENTS)" $(PARTS)

contact-sheet: $(BUILT) ## Draw docs/previews/contact-sheet.png, to be looked at
	@scripts/run pet.dev.ContactSheet 128m docs/previews/configs.jsonl docs/previews/contact-sheet.png

chaos: $(BUILT) ## Kill the store again and again under load, then check that nothing is lost or doubled: [ROUNDS=5]
	@exec scripts/run pet.dev.demo.Chaos 192m $(ROUNDS)

chaos-webhooks: $(BUILT) ## Kill ingest, orders, PostgreSQL, Kafka and Redis while webhooks arrive for DURATION=60 seconds, then check
	@exec scripts/chaos-webhooks "$(DURATION)"

chaos-analytics: $(BUILT) ## Kill analytics KILLS=20 times under load, inject bad events, then check every rollup
	@exec scripts/chaos-analytics "$(KILLS)"

chaos-rolling: $(BUILT) ## Restart each of two replicas of every process under load, then check that no request failed: [ROUNDS=1]
	@exec scripts/run pet.dev.demo.Rolling 192m $(ROUNDS)

##@ Build

build: $(BUILT) ## Build without the tests, with the class archive that makes starts quick

$(BUILT): $(SOURCES)
	@scripts/build
	@touch $@

$(IMAGE): $(BUILT) .dockerignore compose/Dockerfile $(wildcard compose/image/*) scripts/image $(wildcard *-*/*.yml)
	@scripts/image
	@touch $@

asyncapi: ## Write docs/asyncapi.json and docs/schemas from the code; refuses changes that would break a reader
	@scripts/mvn -q -B -pl backend-service -am test -Dtest=AsyncApiTest -Dpet.asyncapi.write=true -Dsurefire.failIfNoSpecifiedTests=false

openapi: ## Write docs/openapi.json from the code, after a change of the API
	@scripts/mvn -q -B -pl backend-service -am test -Dtest=OpenApiTest -Dpet.openapi.write=true -Dsurefire.failIfNoSpecifiedTests=false

format: ## Format the sources
	@scripts/mvn -q -B spotless:apply

clean: ## Remove containers, their volumes, and what was built; the data of `make dev` stays
	@scripts/containers remove
	@scripts/mvn -q -B clean

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  %-22s %s\n", $$1, $$2}' Makefile

.PHONY: dev dev-clean dev-infra start-backend start-builder start-webhook start-analytics token demo analytics-verify analytics-replay-dead analytics-rebuild outbox-parked outbox-discard outbox-release hybrid-status test test-modes test-fast bench-start bench-modes bench-builder bench-webhooks bench-preview bench-analytics contact-sheet chaos chaos-webhooks chaos-analytics chaos-rolling build openapi asyncapi format clean help \
  dev-services dev-services-build stop logs-all logs-builder logs-backend test-compose
