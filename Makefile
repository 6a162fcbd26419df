# Stagemarkt Facade. `make up` and `make test` are all that a newcomer needs.
SHELL := /bin/sh
PYTHON ?= python3
UV_VERSION := 0.13.9
ZOPFLI_VERSION := 0.4.3
LOKAAL := .local
UV := $(LOKAAL)/uv/bin/uv
VENV := .venv/bin
MS := $(LOKAAL)/venv-ministack
SAM := $(LOKAAL)/venv-sam
CLIENTS := $(LOKAAL)/venv-clients
export SAM_CLI_TELEMETRY := 0
export UV_NO_PROGRESS := 1
# The certificates that this machine trusts: behind a proxy that inspects TLS uv's own would not do.
export UV_SYSTEM_CERTS ?= 1
# Never let a virtual environment that happens to be active get mixed in.
unexport VIRTUAL_ENV

.PHONY: altijd help up down test proof sdk check audit fmt openapi voorbeelden clients verantwoording portal vendor requirements clean

help:  ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/' | sort
	@grep -hE '^#:' $(MAKEFILE_LIST) | sed 's/^#: \{0,1\}//'

#:
#: Variables, as in `make up CACHE_MODE=uit`, or in the environment:
#:   PYTHON           python3    3.11, 3.12 or 3.13; another one than before: what is installed is made anew
#:   STACK_MAP        .local     where a stack keeps its state; each has its own, and make down needs it too
#:   AWS_PORT         free       the port of the API and the emulated AWS
#:   SBB_PORT         free       the port of the simulator of SBB
#:   CACHE_MODE       volledig   what is kept: volledig, zonder-persoonsgegevens or uit
#:   API_TEGELIJK     16         how many requests the API works on at once, 1 to 64
#:   SBB_TERMIJN      template   seconds that SBB gets for an answer, 1 to 20
#:   SBB_PER_SECONDE  template   calls to SBB in a second for one school, 1 to 50
#:   SBB_TEGELIJK     template   calls to SBB at once for one school, 1 to 50
#:   SBB_PROEF_NA     template   seconds until SBB is tried again after failures, 1 to 30
#:   SBB_SIGNAALCODES none       what signaalcodes mean, as 104:niet-erkend,301:leerbedrijf-onbekend
#:   SBB_URL          simulator  another White Label endpoint, over https. With it, and only with it:
#:   SBB_CA           needed     the CA that signs SBB (PEM)
#:   SBB_CERT         needed     the certificate of the school (PEM)
#:   SBB_KEY          needed     its private key (PEM)
#:   SBB_LICENTIE     needed     the licence of the school
#:   SBB_OIN          needed     the OIN of SBB
#:   SCHOOL_BRIN      its OIN's  the school, when its certificate does not say so; else 99XX
#:   SBB_NAMESPACE    template   the namespace of the messages
#:   SBB_SOAPACTION   template   what stands before the operation in SOAPAction
#:   SBB_ADRESSEN     none       operations at another address, as Zoeken=https://…,GeefDetails=https://…
#:   ARGS             none       arguments for pytest, of make test and make proof

up: $(VENV)/.klaar $(MS)/.klaar  ## start the whole stack on this machine, and print an example
	@$(VENV)/python -m local up

down: $(VENV)/.klaar  ## stop it
	@$(VENV)/python -m local down

test: $(VENV)/.klaar $(MS)/.klaar  ## all tests, side by side: unit, integration, end to end
	@$(VENV)/python -m pytest -n auto $(ARGS)

proof: $(VENV)/.klaar $(MS)/.klaar  ## the big figures
	@$(VENV)/python -m pytest -m proof --schaal 1 -s $(ARGS)

# Lambda brings an SDK of its own, that AWS chooses per runtime and region: the oldest that python3.13 came with, and what hangs on its hooks.
OUDSTE_SDK := boto3==1.35.60 botocore==1.35.60
sdk: $(VENV)/.klaar  ## what our clients do, with the oldest SDK that the runtime may have
	@mkdir -p $(LOKAAL); printf '%s\n' $(OUDSTE_SDK) 's3transfer<0.11' > $(LOKAAL)/oudste-sdk.txt
	@$(UV) export --quiet --frozen --no-hashes --no-header --group dev --no-emit-workspace > $(LOKAAL)/vergrendeld.txt
	@$(UV) venv --quiet --clear --python $(VENV)/python $(LOKAAL)/venv-oudste-sdk
	@$(UV) pip install --quiet --python $(LOKAAL)/venv-oudste-sdk/bin/python -r $(LOKAAL)/vergrendeld.txt --override $(LOKAAL)/oudste-sdk.txt
	@$(UV) pip install --quiet --python $(LOKAAL)/venv-oudste-sdk/bin/python --no-deps -e . -e cli -e client
	@$(LOKAAL)/venv-oudste-sdk/bin/python -m pytest -n0 -q tests/integration/dynamodb/test_second_try.py tests/integration/queues $(ARGS)

check: $(VENV)/.klaar $(SAM)/.klaar  ## format, lint, types, import rules, generated files, template
	@$(VENV)/ruff format --check .
	@$(VENV)/ruff check .
	@$(VENV)/mypy
	@$(VENV)/lint-imports --config pyproject.toml --no-logo
	@$(UV) lock --check --quiet
	@$(UV) export --quiet --frozen --no-dev --no-emit-project --no-header | diff layers/stagemarkt/requirements.txt - \
		|| { echo "run: make requirements"; exit 1; }
	@$(UV) export --quiet --frozen --only-group certificaten --no-emit-project --no-header \
		| diff layers/certificaten/requirements.txt - || { echo "run: make requirements"; exit 1; }
	@$(VENV)/python -m stagemarkt.web.documents.openapi | diff functions/documentatie/openapi.json - \
		|| { echo "run: make openapi"; exit 1; }
	@$(VENV)/python -m stagemarkt.web.documents.asyncapi | diff functions/documentatie/asyncapi.json - \
		|| { echo "run: make openapi"; exit 1; }
	@for naam in openapi asyncapi; do gzip -dc functions/documentatie/$$naam.json.gz \
		| diff -q functions/documentatie/$$naam.json - || { echo "run: make openapi"; exit 1; }; done
	@$(VENV)/python client/generator.py --check || { echo "run: make openapi"; exit 1; }
	@$(VENV)/python -m portal --check || { echo "run: make portal"; exit 1; }
	@$(VENV)/python -m portal.collection --check || { echo "run: make openapi"; exit 1; }
	@$(VENV)/python -m portal.accountability --check || { echo "run: make verantwoording"; exit 1; }
	@$(SAM)/bin/sam validate --lint
	@$(MAKE) --no-print-directory audit

# Known vulnerabilities of everything in the lock, by the database of OSV. A finding fails; a database that cannot be reached
# is said out loud, for a check must be possible without the internet.
audit: $(UV)  ## known vulnerabilities of what is locked
	@mkdir -p $(LOKAAL); UV_HTTP_RETRIES=0 $(UV) audit --preview-features audit-command --frozen $(AUDIT) > $(LOKAAL)/audit.log 2>&1; \
	case $$? in \
	0) ;; \
	2) grep -q "sending request" $(LOKAAL)/audit.log || { cat $(LOKAAL)/audit.log; exit 1; }; \
	   echo "WARNING: the dependencies were NOT audited: the database of vulnerabilities cannot be reached." >&2 ;; \
	*) cat $(LOKAAL)/audit.log; exit 1 ;; \
	esac

fmt: $(VENV)/.klaar  ## format, and mend what the linter can mend
	@$(VENV)/ruff format .
	@$(VENV)/ruff check --fix .

openapi: $(VENV)/.klaar  ## write the OpenAPI and AsyncAPI documents from the tables that the code runs on, and our client from the first
	@$(VENV)/python -m stagemarkt.web.documents.openapi > functions/documentatie/openapi.nieuw
	@mv functions/documentatie/openapi.nieuw functions/documentatie/openapi.json
	@$(VENV)/python -m stagemarkt.web.documents.asyncapi > functions/documentatie/asyncapi.nieuw
	@mv functions/documentatie/asyncapi.nieuw functions/documentatie/asyncapi.json
	@gzip -9nkf functions/documentatie/openapi.json functions/documentatie/asyncapi.json
	@$(VENV)/python client/generator.py
	@$(VENV)/python -m portal.collection

verantwoording: $(VENV)/.klaar  ## write what code and template know into docs/verantwoording.md
	@$(VENV)/python -m portal.accountability

portal: $(VENV)/.klaar  ## write the pages that vendors read from their sources in portal/
	@$(VENV)/python -m portal

vendor: $(VENV)/.klaar  ## pack Swagger UI for the portal, as portal/vendor/package.json pins it (needs npm)
	@npm ci --prefix portal/vendor --no-audit --no-fund --loglevel=warn
	@mkdir -p $(LOKAAL)/vendor
	@$(UV) run --quiet --no-project --with zopfli==$(ZOPFLI_VERSION) portal/vendor/pack.py $(LOKAAL)/vendor
	@$(MAKE) --no-print-directory portal

requirements: $(UV)  ## write the layers' requirements from the lock
	@$(UV) export --quiet --frozen --no-dev --no-emit-project --no-header > layers/stagemarkt/requirements.txt
	@$(UV) export --quiet --frozen --only-group certificaten --no-emit-project --no-header > layers/certificaten/requirements.txt

clean:  ## remove what was installed and built
	@if [ -x $(VENV)/python ]; then $(VENV)/python -m local down; fi
	rm -rf .venv $(LOKAAL) .aws-sam .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

voorbeelden: $(VENV)/.klaar $(MS)/.klaar  ## ask a stack all examples of the OpenAPI document, and write down what it answers
	@$(VENV)/python -m pytest -n0 -q tests/e2e/test_recorded_examples.py --neem-op
	@$(MAKE) --no-print-directory openapi

clients: $(CLIENTS)/.klaar  ## install what makes clients of the OpenAPI document, and what tries it out
	@npm ci --prefix tests/clients --no-audit --no-fund --loglevel=warn

# ---------------------------------------------------------------- what the above needs
# Which Python all of it is made with. Only one that was named is held against it: the default one differs
# from shell to shell. When it is another, this file is newer than what was made, and that is made anew.
GEKOZEN := $(LOKAAL)/python
WELKE := import os, sys; print(os.path.realpath(sys.base_prefix), *sys.version_info[:3])
ifneq ($(origin PYTHON),file)
$(GEKOZEN): altijd
endif
$(GEKOZEN):
	@toen=$$(cat $@ 2>/dev/null || $(LOKAAL)/uv/bin/python -c '$(WELKE)' 2>/dev/null); nu=$$toen; \
	if [ -z "$$toen" ] || [ "$(origin PYTHON)" != file ]; then \
		command -v "$(PYTHON)" > /dev/null || { echo "PYTHON=$(PYTHON): there is no such program." >&2; exit 1; }; \
		nu=$$("$(PYTHON)" -c 'import sys; sys.exit("Python 3.11, 3.12 or 3.13 is needed: make PYTHON=…" if not (3, 11) <= sys.version_info[:2] <= (3, 13) else 0)' \
			&& "$(PYTHON)" -c '$(WELKE)') || exit 1; \
	fi; \
	mkdir -p $(LOKAAL); \
	if [ "$$nu" != "$$toen" ]; then \
		[ -z "$$toen" ] || echo "Another Python than before ($$toen): what is installed is made anew."; \
		echo "$$nu" > $@; \
	elif [ ! -f $@ ]; then echo "$$nu" > $@; touch -r $(LOKAAL)/uv/pyvenv.cfg $@; fi
altijd:

$(UV): $(GEKOZEN)
	@echo "Installing uv …"
	@"$(PYTHON)" -m venv --clear $(LOKAAL)/uv
	@$(LOKAAL)/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(VENV)/.klaar: $(UV) pyproject.toml uv.lock
	@echo "Installing what develops and tests it …"
	@UV_PROJECT_ENVIRONMENT=.venv $(UV) sync --quiet --frozen --python $(LOKAAL)/uv/bin/python --group dev
	@touch $@

$(MS)/.klaar: $(UV) pyproject.toml uv.lock
	@echo "Installing the emulated AWS …"
	@UV_PROJECT_ENVIRONMENT=$(MS) $(UV) sync --quiet --frozen --python $(LOKAAL)/uv/bin/python --no-default-groups \
		--no-install-project --group ministack --compile-bytecode
	@touch $@

$(SAM)/.klaar: $(UV) pyproject.toml uv.lock
	@echo "Installing the template's checker …"
	@UV_PROJECT_ENVIRONMENT=$(SAM) $(UV) sync --quiet --frozen --python $(LOKAAL)/uv/bin/python --only-group sam
	@touch $@

$(CLIENTS)/.klaar: $(UV) tests/clients/pyproject.toml tests/clients/uv.lock
	@echo "Installing what makes clients …"
	@UV_PROJECT_ENVIRONMENT=$(CURDIR)/$(CLIENTS) $(UV) sync --quiet --frozen --project tests/clients --python $(LOKAAL)/uv/bin/python
	@touch $@
