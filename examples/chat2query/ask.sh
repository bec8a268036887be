#!/bin/sh
# One question to Chat2Query: sh ask.sh "revenue by region in 2025" [direct|auto_breakdown]
# PUBLIC_KEY and PRIVATE_KEY are those that `parley keys create` printed; URL is the service's.
set -eu

QUESTION=$1
MODE=${2:-direct}
BASE="${URL:-http://localhost:8000}/api/v1beta/app/chat2query-example/endpoint"

call() {
    curl --silent --show-error --digest --user "${PUBLIC_KEY}:${PRIVATE_KEY}" \
        --header 'content-type: application/json' "$@"
}

# The value of a name in JSON on one line: a number, or a text without quotes in it.
value() {
    sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p"
}

SESSION=$(call --request POST "$BASE/v3/sessions" --data-raw '{
    "cluster_id": "10140100115280519574",
    "database": "demo",
    "name": "From a shell"
}' | value session_id)

JOB=$(call --request POST "$BASE/v3/sessions/$SESSION/chat2data" --data-raw "{
    \"question\": \"$QUESTION\",
    \"feedback_answer_id\": \"\",
    \"feedback_task_id\": \"\",
    \"sql_generate_mode\": \"$MODE\"
}" | value job_id)

while :; do
    ANSWER=$(call --request GET "$BASE/v2/jobs/$JOB")
    # The last status is the job's; those before it are its tasks'.
    case $(printf '%s' "$ANSWER" | value status) in
        done) printf '%s\n' "$ANSWER"; exit 0 ;;
        failed) printf '%s\n' "$ANSWER"; exit 1 ;;
    esac
    sleep 1
done
