"""A catalog that says everything a catalog can say."""

RICH = """
datasource: {id: club, title: The club, description: Matches and members., url: 'duckdb:///c.db'}
language: en
as_of: 2025-06-30
currency: EUR
default_measure: takings
calendar:
  week_start: sunday
  weekend: [friday, saturday]
  fiscal_year_start: 4
  time_zone: Europe/Berlin
  holidays: {Cup final: [2024-05-25, 2025-05-24 to 2025-05-25]}
datasets:
  teams:
    label: Sides
    synonyms: [clubs]
    key: team_id
    dimensions:
      team_id: {type: integer, identifier: true}
      team_name: {display: true, column: TeamName, synonyms: side}
      city: {values: {München: [Munich, Muenchen], Köln: }}
      region:
    hierarchies:
      geography: {label: Where, levels: [region, city], description: From far to near.}
  matches:
    description: One row for each match.
    table: sports.matches
    key: match_id
    time: played_on
    joins:
      teams: {columns: {host_team_id: team_id}}
      host: {dataset: teams, columns: {host_team_id: team_id}}
      visitor: {dataset: teams, columns: {visitor_team_id: team_id}}
      reports: {columns: match_id, cardinality: one_to_one}
    dimensions:
      played_on: date
      kicked_off: {type: timestamp, grain: day}
      order: {type: integer, column: "order"}
      big: {type: boolean, expression: spectators > 1000, description: Many came.}
      spectators: {type: integer, format: {unit: people, decimals: 0}, indexed: false}
    measures:
      matches: count
      takings: {sum: ticket_price * spectators, format: currency, higher_is_better: true}
      big_takings: {sum: ticket_price, filter: spectators > 1000, label: Takings of big ones}
      spectators: {average: spectators, format: {decimals: 1}}
      typical: {median: spectators, description: What is usual.}
      spread: {stddev: spectators}
      hosts: {count_distinct: host_team_id}
      best: {max: spectators}
      reported: {count: report_id, time: kicked_off}
  reports:
    key: match_id
    dimensions: {author: {synonyms: [reporter]}}
    measures: {reports: count, cancelled: {count: "*", filter: not held}}
  standings:
    key: [season, team_id]
    time: season_start
    joins: {teams: team_id}
    dimensions:
      season_start: {type: date, grain: year}
      region: {same_as: teams.region}
    measures: {points: sum}
metrics:
  price: {formula: takings / spectators, format: {style: currency, unit: USD}, synonyms: [ticket]}
  share_of_big: {formula: big_takings / takings, format: percent, description: Of all takings.}
  doubled: 2 * price
  above: takings - (big_takings + 1)
examples: [takings by month, how many matches]
verified_queries:
  - {question: How was the season?, also: sum up, means: takings by month, verified_on: 2025-07-01}
"""
