# Pet Platform. `make help` lists what there is.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
SHELL := /bin/sh

# What a build depends on.
SOURCES := $(shell find pom.xml docs/openapi.json common builder-service webhook-ingest analytics-streams backend-service compose/src compose/pom.xml compose/image/pom.xml scripts/build scripts/run scripts/without-settings \
  -name target -prune -o -path '*/src/test' -prune -o -type f -print)
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

dev: $(BUILT) ## The whole store on 4000, data in .pet: MODE=single|modular|hybrid|microservices (see compose/modes)
	@exec scripts/run pet.dev.Dev 320m $(MODE)

dev-clean: ## Forget the data of `make dev` and start over
	@scripts/dev-clean

ifeq ($(DOCKER),1)
dev-infra:
	@scripts/containers infra
else
dev-infra: $(BUILT) ## PostgreSQL, Redis and Kafka alone: embedded, or with DOCKER=1 in containers
	@exec scripts/run pet.dev.Infra 256m
endif

start-backend: $(BUILT) ## The backend (orders, users, and the way to the rest) on 4000; needs dev-infra
	@exec scripts/run pet.backend.BackendService 128m server backend-service/backend.yml

start-builder: $(BUILT) ## The builder service on 4002; needs dev-infra
	@exec scripts/run pet.builder.BuilderService 128m server builder-service/builder.yml

start-webhook: $(BUILT) ## Webhook ingest on 4004; needs dev-infra
	@exec scripts/run pet.webhook.WebhookIngest 48m:112m server webhook-ingest/webhook.yml

start-analytics: $(BUILT) ## Analytics streams on 4005; needs dev-infra
	@exec scripts/run pet.analytics.AnalyticsStreams 64m:256m:1 server analytics-streams/analytics.yml

token: $(BUILT) ## Print a login: make token SUBJECT=alice [ROLE=staff] [EMAIL=alice@example.com]
	@scripts/run pet.dev.Token 64m "$(SUBJECT)" "$(ROLE)" "$(EMAIL)"

demo: $(BUILT) ## Believable customers for DURATION=60 seconds at RATE=20 a second, against URL
	@exec scripts/run pet.dev.demo.Demo 192m "$(URL)" "$(DURATION)" "$(RATE)"

analytics-verify: $(BUILT) ## Hold the rollups against the modules' own tables, window by window, to the last unit: [SETTINGS=…]
	@exec scripts/run pet.dev.verify.Verify 256m $(if $(SETTINGS),"$(SETTINGS)")

analytics-replay-dead: $(BUILT) ## Send what a topology could not process once more, after a mend: TOPOLOGY=designs [SETTINGS=…]
	@$(KAFKA_OF_DEV); exec scripts/run pet.analytics.ReplayDeadLetters 64m "$(ANALYTICS_SETTINGS)" "$(TOPOLOGY)"

analytics-rebuild: $(BUILT) ## Count rollups anew beside the running ones, and correct what differs: [ROLLUP=designs] [DRY_RUN=1] [SETTINGS=…]
	@$(KAFKA_OF_DEV); [ -z "$$PET_HOME" ] || export PET_ANALYTICS_STATE="$${PET_ANALYTICS_STATE:-$$PET_HOME/data/streams}"; \
	  exec scripts/run pet.analytics.RebuildRollups 256m "$(ANALYTICS_SETTINGS)" $(ROLLUP) $(if $(DRY_RUN),--dry-run)

outbox-parked: ## List events that stopped, and why, in the process whose admin port is ADMIN
	@curl -sS --fail-with-body -X POST $(ADMIN)/tasks/outbox

outbox-discard: ## Give up the event that an aggregate stopped at, for good: AGGREGATE=… REASON=… [BY=you] [ADMIN=http://localhost:4100]
	@test -n "$(AGGREGATE)" -a -n "$(REASON)" || { echo "usage: make outbox-discard AGGREGATE=… REASON=… [BY=…] [ADMIN=http://localhost:4100]" >&2; exit 2; }
	@curl -sS --fail-with-body -X POST -G --data-urlencode "discard=$(AGGREGATE)" --data-urlencode "reason=$(REASON)" --data-urlencode "by=$(or $(BY),$(USER))" $(ADMIN)/tasks/outbox

outbox-release: ## Let the events of one aggregate go on, after a mend: AGGREGATE=… [ADMIN=http://localhost:4100]
	@test -n "$(AGGREGATE)" || { echo "usage: make outbox-release AGGREGATE=… [ADMIN=http://localhost:4100]" >&2; exit 2; }
	@curl -sS --fail-with-body -X POST -G --data-urlencode "release=$(AGGREGATE)" $(ADMIN)/tasks/outbox

hybrid-status: $(BUILT) ## Every process: where, healthy, which modules, replicas, requests a minute
	@scripts/run pet.dev.status.HybridStatus 64m

##@ Run in containers

dev-services: $(IMAGE) ## The services in containers behind an edge on 3000: [PROFILE=full] [BUILDERS=2]
	@scripts/containers services "$(PROFILE)" "$(BUILDERS)"

dev-services-build: $(BUILT) ## Build the jars and the services' image
	@scripts/image
	@touch $(IMAGE)

stop: ## Stop the containers; their data stays
	@scripts/containers stop

logs-all: ## Follow what all containers say
	@scripts/containers logs

logs-builder: ## Follow the builder's replicas
	@scripts/containers logs builder-service

logs-backend: ## Follow the backend
	@scripts/containers logs backend

##@ Check

test: ## All tests but the modes', on real servers: INFRA=auto|embedded|containers
	@scripts/mvn -B -T 2 verify -Dpet.infra=$(INFRA) $(PET_MAVEN_TEST_OPTS)

test-modes: $(BUILT) ## One end-to-end suite in every run mode (compose/modes), by the launcher of `make dev`
	@scripts/mvn -B -pl compose -am test -Dtest=ModesIT -DexcludedGroups= -Dgroups=modes -Dsurefire.failIfNoSpecifiedTests=false $(PET_MAVEN_TEST_OPTS)

test-fast: ## The tests that need no server
	@scripts/mvn -B -T 2 test -Dtest='*Test,*Properties' -Dsurefire.failIfNoSpecifiedTests=false

test-compose: $(IMAGE) ## The containers for real: Compose files, image, edge, scaling; needs Docker
	@scripts/test-compose

bench-start: $(BUILT) ## How fast processes start, how much memory they take, how long an event takes to its rollup
	@scripts/bench-start

bench-modes: $(BUILT) ## What each mode takes in memory, and what a call costs by where its module runs
	@scripts/bench-modes

bench-builder: $(BUILT) ## What the builder answers in a second, beside a bare resource and pgbench; then bench-preview, unless PARTS is told
	@scripts/bench-builder
	@[ -n "$(PARTS)" ] || scripts/bench-preview

bench-webhooks: $(BUILT) ## What webhook ingest takes in a second, how processing keeps up, look-ups; beside pgbench: [PARTS="lookup accepts latency keepsup spike"]
	@scripts/bench-webhooks

bench-preview: $(BUILT) ## A preview as PNG beside resvg's, a cached one beside a static file; needs npm
	@scripts/bench-preview

bench-analytics: $(BUILT) ## How fast each topology counts, beside a plain consumer; starts with state; from commit to rollup: [EVENTS=] [PARTS="throughput starts latency"]
	@exec scripts/bench-analytics "$(EVENTS)" $(PARTS)

contact-sheet: $(BUILT) ## Draw docs/previews/contact-sheet.png anew, to be looked at
	@scripts/run pet.dev.ContactSheet 128m docs/previews/configs.jsonl docs/previews/contact-sheet.png

chaos: $(BUILT) ## Kill the store again and again under load, then count: nothing lost, nothing twice
	@exec scripts/run pet.dev.demo.Chaos 192m $(ROUNDS)

chaos-webhooks: $(BUILT) ## Kill ingest, orders, PostgreSQL, Kafka, Redis while a shop, Stripe and Clerk deliver for DURATION seconds, then count
	@exec scripts/chaos-webhooks "$(DURATION)"

chaos-analytics: $(BUILT) ## Kill analytics KILLS=20 times under load, spoil its events, then hold every rollup against the truth
	@exec scripts/chaos-analytics "$(KILLS)"

chaos-rolling: $(BUILT) ## Restart each of two replicas of every process under load, then count: no request fails, nothing is lost
	@exec scripts/run pet.dev.demo.Rolling 192m $(ROUNDS)

##@ Build

build: $(BUILT) ## Build without the tests, with the class archive that makes starts quick

$(BUILT): $(SOURCES)
	@scripts/build
	@touch $@

$(IMAGE): $(BUILT) .dockerignore compose/Dockerfile $(wildcard compose/image/*) scripts/image $(wildcard *-*/*.yml)
	@scripts/image
	@touch $@

asyncapi: ## Write docs/asyncapi.json and docs/schemas anew from the code; refuses what would break a reader
	@scripts/mvn -q -B -pl backend-service -am test -Dtest=AsyncApiTest -Dpet.asyncapi.write=true -Dsurefire.failIfNoSpecifiedTests=false

openapi: ## Write docs/openapi.json anew from the code, when the contract has changed
	@scripts/mvn -q -B -pl backend-service -am test -Dtest=OpenApiTest -Dpet.openapi.write=true -Dsurefire.failIfNoSpecifiedTests=false

format: ## Format the sources as the build wants them
	@scripts/mvn -q -B spotless:apply

clean: ## Remove containers, their volumes, and what was built; the data of `make dev` stays
	@scripts/containers remove
	@scripts/mvn -q -B clean

help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  %-22s %s\n", $$1, $$2}' Makefile

.PHONY: dev dev-clean dev-infra start-backend start-builder start-webhook start-analytics token demo analytics-verify analytics-replay-dead analytics-rebuild outbox-parked outbox-discard outbox-release hybrid-status test test-modes test-fast bench-start bench-modes bench-builder bench-webhooks bench-preview bench-analytics contact-sheet chaos chaos-webhooks chaos-analytics chaos-rolling build openapi asyncapi format clean help \
  dev-services dev-services-build stop logs-all logs-builder logs-backend test-compose
