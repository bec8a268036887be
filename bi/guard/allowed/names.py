"""Functions that the parser knows by name only, engine by engine, in the engine's own words.

The same holds for them as for `bi.guard.allowed.functions`. A name stands here when somebody has
read what the function does on that engine.
"""

from __future__ import annotations

_DUCKDB = """
date_trunc date_part datepart datesub date_sub datediff date_diff isodow isoyear yearweek era
century decade millennium millisecond microsecond epoch epoch_ms epoch_us strftime strptime
try_strptime make_date make_time make_timestamp to_days to_hours to_minutes to_months to_seconds
to_weeks to_years to_quarters age today timezone time_bucket median mad quantile quantile_cont
quantile_disc approx_quantile mode first last any_value arbitrary arg_max arg_min max_by min_by
product fsum kahan_sum favg bool_and bool_or bit_and bit_or bit_xor entropy histogram list
array_agg string_agg group_concat listagg sem stddev var_samp var_pop regr_slope regr_intercept
regr_r2 count_star round_even even gamma lgamma isfinite isinf isnan add subtract multiply divide
fdiv fmod xor trunc ltrim rtrim strip_accents string_split str_split string_to_array split
regexp_matches regexp_extract_all prefix suffix contains jaccard damerau_levenshtein editdist3
hamming mismatches jaro_similarity ord nfc_normalize instr position array_slice list_value
list_slice list_extract list_element array_extract list_contains list_has array_contains array_has
list_count list_sum list_avg list_min list_max list_median list_sort list_reverse_sort
list_distinct list_unique list_concat array_length len json_extract
json_extract_string json_array_length json_valid json_type json_keys struct_extract map_extract
ifnull
"""
_SQLITE = """
date datetime time julianday unixepoch strftime timediff total instr ifnull iif nullif typeof
median percentile_cont percentile stddev_samp in_zone json_extract json_array_length json_valid
json_type json_quote group_concat string_agg likely unlikely ltrim rtrim unicode acosh asinh atanh
degrees radians
"""
_POSTGRES = """
date_trunc date_part to_char to_date to_timestamp to_number age make_date make_time make_timestamp
make_timestamptz make_interval justify_days justify_hours justify_interval isfinite date_bin
clock_timestamp statement_timestamp transaction_timestamp timezone split_part regexp_match
regexp_matches regexp_split_to_array regexp_count regexp_instr regexp_substr regexp_like btrim
ltrim rtrim char_length character_length octet_length strpos string_to_array array_to_string
array_length array_position array_upper array_lower cardinality array_append array_cat unnest
initcap translate ascii quote_literal unaccent similarity word_similarity levenshtein bool_and
bool_or every bit_and bit_or mode string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg
regr_slope regr_intercept regr_r2 num_nulls num_nonnulls trunc div mod cbrt width_bucket scale
min_scale trim_scale gcd lcm isnan json_extract_path json_extract_path_text jsonb_extract_path
jsonb_extract_path_text json_array_length jsonb_array_length json_typeof jsonb_typeof
jsonb_array_elements jsonb_array_elements_text json_array_elements json_array_elements_text
json_build_object jsonb_build_object json_build_array jsonb_build_array
"""
# Redshift grew out of PostgreSQL 8 and has words of its own besides.
_REDSHIFT = """
getdate dateadd datediff date_cmp months_between add_months last_day next_day trunc to_char
to_date date_part date_trunc convert_timezone timezone interval_cmp nvl nvl2 decode listagg median
ratio_to_report strpos charindex btrim ltrim rtrim split_part regexp_count regexp_instr
regexp_substr regexp_replace len octet_length crc32 func_sha1 json_extract_path_text
json_extract_array_element_text json_array_length is_valid_json is_valid_json_array json_parse
json_typeof get_array_length isnull dexp dlog1 dlog10 sysdate
"""
_MYSQL = """
now sysdate curtime localtime date_format time_format str_to_date makedate maketime period_add
period_diff adddate subdate addtime subtime timediff timestamp timestampadd timestampdiff yearweek
weekofyear weekday microsecond to_seconds from_days from_unixtime unix_timestamp sec_to_time
time_to_sec convert_tz utc_time utc_timestamp ifnull isnull field find_in_set instr locate mid ord
strcmp substring_index soundex ucase lcase char_length character_length octet_length ltrim rtrim
format insert truncate crc32 conv bin oct std stddev var_samp var_pop bit_and bit_or bit_xor
any_value json_unquote json_extract json_value json_contains json_contains_path json_length
json_type json_valid json_keys json_quote json_array json_object json_arrayagg json_objectagg
json_search json_overlaps json_depth regexp_instr regexp_substr regexp_like regexp_replace
"""
_CLICKHOUSE = """
quantileexactif quantileexactinclusiveif torelativemonthnum
todate todate32 todatetime todatetime64 todateornull todatetimeornull todateorzero tostring
tofixedstring toint8 toint16 toint32 toint64 touint8 touint16 touint32 touint64 tofloat32
tofloat64 todecimal32 todecimal64 todecimal128 toint32ornull toint64ornull tofloat64ornull
toint32orzero toint64orzero tofloat64orzero todecimal64ornull tobool totypename tointervalsecond
tointervalminute tointervalhour tointervalday tointervalweek tointervalmonth tointervalquarter
tointervalyear toyear toquarter tomonth toweek toisoweek toisoyear todayofyear todayofmonth
todayofweek tohour tominute tosecond tounixtimestamp tostartofyear tostartofisoyear
tostartofquarter tostartofmonth tostartofweek tomonday tostartofday tostartofhour tostartofminute
tostartoffiveminutes tostartoftenminutes tostartoffifteenminutes tostartofinterval tostartofsecond
tolastdayofmonth tolastdayofweek toyyyymm toyyyymmdd toyyyymmddhhmmss totime totimezone toyearweek
addseconds addminutes addhours adddays addweeks addmonths addquarters addyears subtractseconds
subtractminutes subtracthours subtractdays subtractweeks subtractmonths subtractquarters
subtractyears date_diff datediff date_trunc date_add date_sub datename age now now64 today
yesterday timeslot formatdatetime parsedatetime parsedatetimebesteffort
parsedatetimebesteffortornull parsedatetimeornull makedate makedate32 makedatetime
fromunixtimestamp sum sumif sumornull avg avgif count countif min minif max maxif any anyif
anylast anyheavy argmin argmax argminif argmaxif uniq uniqif uniqexact uniqexactif uniqcombined
uniqcombined64 uniqhll12 quantile quantileexact quantileexactlow quantileexacthigh
quantileexactinclusive quantileexactexclusive quantiletiming quantiletdigest
quantileinterpolatedweighted quantiles quantilesexact median medianexact topk topkweighted
grouparray groupuniqarray grouparraysorted groupconcat sumwithoverflow summap sumkahan avgweighted
stddevpop stddevsamp varpop varsamp stddevpopstable stddevsampstable varpopstable varsampstable
covarpop covarsamp corr skewpop skewsamp kurtpop kurtsamp entropy boundingratio deltasum
deltasumtimestamp first_value last_value rownumberinallblocks leadinframe laginframe row_number
rank dense_rank ntile if multiif ifnull nullif coalesce assumenotnull tonullable isnull isnotnull
iszeroornull greatest least transform isfinite isinfinite isnan ifnotfinite plus minus multiply
divide intdiv intdivorzero modulo moduloorzero negate abs sqrt cbrt exp exp2 exp10 log log2 log10
ln pow power round roundbankers floor ceil trunc rounddown sign equals notequals less greater
lessorequals greaterorequals and or xor not in notin length lengthutf8 empty notempty lower upper
lowerutf8 upperutf8 reverse reverseutf8 concat concatwithseparator substring substringutf8 left
leftutf8 right rightutf8 trimleft trimright trimboth ltrim rtrim position positionutf8
positioncaseinsensitive positioncaseinsensitiveutf8 locate startswith endswith startswithutf8
endswithutf8 like ilike notlike notilike match extract extractall extractgroups hastoken
multisearchany replaceone replaceall replace replaceregexpone replaceregexpall splitbychar
splitbystring splitbyregexp splitbywhitespace arraystringconcat alphatokens initcap initcaputf8
ascii countsubstrings ngramdistance editdistance soundex array arrayelement arraylength arraysum
arrayavg arraymin arraymax arraysort arrayreversesort arraydistinct arrayuniq arrayreverse
arrayslice arrayconcat has hasall hasany indexof countequal arrayjoin arrayzip arrayflatten
arraycompact arrayfirst arraylast tuple tupleelement map mapkeys mapvalues mapcontains jsonextract
jsonextractstring jsonextractint jsonextractuint jsonextractfloat jsonextractbool jsonextractraw
jsonextractarrayraw jsonextractkeys jsonhas jsonlength jsontype isvalidjson json_value json_query
json_exists simplejsonextractstring simplejsonextractint simplejsonextractfloat simplejsonhas
visitparamextractstring domain domainwithoutwww topleveldomain protocol path
cuttofirstsignificantsubdomain firstsignificantsubdomain accuratecast accuratecastornull
accuratecastordefault
"""
_SPARK = """
date_format date_part date_trunc date_diff dateadd datediff date_from_unix_date make_date
make_timestamp make_interval months_between next_day unix_timestamp to_unix_timestamp
from_unixtime to_timestamp to_timestamp_ntz to_date timestamp_seconds timestamp_millis
timestamp_micros unix_date unix_seconds weekday weekofyear from_utc_timestamp to_utc_timestamp
convert_timezone now try_to_timestamp timestampadd timestampdiff percentile percentile_approx
approx_percentile bool_and bool_or every any some collect_list collect_set first last max_by
min_by regr_slope regr_intercept regr_r2 try_avg try_sum std median mode skewness kurtosis
count_if bit_and bit_or bit_xor histogram_numeric bround rint positive negative pmod try_add
try_subtract try_multiply try_divide signum expm1 log1p log2 log10 hypot e conv bin shiftleft
shiftright char_length character_length octet_length btrim ltrim rtrim instr locate position
substring_index find_in_set translate overlay regexp regexp_like rlike regexp_count regexp_instr
regexp_substr regexp_extract regexp_extract_all split split_part ucase lcase soundex levenshtein
elt format_number to_char to_varchar to_number try_to_number ascii char nvl nvl2 ifnull nanvl
isnull isnotnull iff equal_null size cardinality array_contains array_distinct array_join
array_max array_min array_position array_size array_sort sort_array element_at try_element_at
slice flatten array named_struct struct map map_keys map_values map_contains_key get_json_object
json_tuple json_array_length json_object_keys array_agg
"""
# Databricks is Spark with more.
_DATABRICKS = """
dateadd datediff date_diff getdate try_cast contains startswith endswith charindex len timediff
try_variant_get variant_get is_variant_null try_parse_json
"""
_TRINO = """
date_format date_parse date_trunc date_add date_diff from_unixtime to_unixtime from_iso8601_date
from_iso8601_timestamp to_iso8601 parse_datetime format_datetime at_timezone with_timezone
timezone_hour timezone_minute last_day_of_month day_of_month day_of_week day_of_year week_of_year
year_of_week yow dow doy human_readable_seconds to_milliseconds parse_duration now millisecond
approx_percentile approx_distinct approx_most_frequent count_if bool_and bool_or every arbitrary
any_value max_by min_by geometric_mean checksum histogram array_agg listagg map_agg multimap_agg
regr_slope regr_intercept skewness kurtosis stddev variance entropy bitwise_and_agg bitwise_or_agg
truncate cbrt mod power log2 log10 width_bucket is_nan is_finite is_infinite from_base to_base
codepoint split split_part strpos position substr regexp_like regexp_extract regexp_extract_all
regexp_replace regexp_split regexp_count regexp_position levenshtein_distance hamming_distance
soundex normalize word_stem luhn_check translate ltrim rtrim cardinality contains element_at
array_distinct array_join array_max array_min array_position array_sort arrays_overlap slice
flatten map_keys map_values json_extract json_extract_scalar json_array_length json_array_get
json_size json_parse json_format is_json_scalar json_query json_value json_exists url_extract_host
url_extract_path url_extract_parameter url_extract_protocol try typeof if
"""
_SNOWFLAKE = """
dateadd datediff timestampadd timestampdiff timeadd timediff date_part dayname monthname
add_months months_between last_day next_day previous_day date_from_parts time_from_parts
timestamp_from_parts timestamp_ntz_from_parts timestamp_ltz_from_parts to_date try_to_date to_time
to_timestamp to_timestamp_ntz to_timestamp_tz to_timestamp_ltz try_to_timestamp
try_to_timestamp_ntz convert_timezone time_slice weekiso yearofweek yearofweekiso dayofweekiso
getdate sysdate iff nvl nvl2 ifnull nullifzero zeroifnull div0 div0null decode equal_null
is_null_value to_char to_varchar to_number to_numeric to_decimal try_to_number try_to_numeric
try_to_decimal to_double try_to_double to_boolean try_to_boolean square truncate haversine bitand
bitor bitxor charindex position contains startswith endswith insert ltrim rtrim split split_part
strtok regexp_count regexp_instr regexp_substr regexp_substr_all regexp_like rlike regexp_replace
editdistance jarowinkler_similarity soundex initcap translate len listagg median mode
approx_percentile approx_count_distinct hll ratio_to_report conditional_change_event
conditional_true_event booland_agg boolor_agg boolxor_agg max_by min_by any_value array_agg
array_unique_agg object_agg percentile_cont percentile_disc kurtosis skew regr_slope
regr_intercept width_bucket parse_json try_parse_json get get_path get_ignore_case array_size
array_contains array_slice array_to_string array_distinct array_construct object_construct
object_keys as_varchar as_integer as_double as_date is_array is_object is_integer is_varchar
is_date typeof check_json flatten
"""
_BIGQUERY = """
date_add date_sub date_diff date_trunc datetime_add datetime_sub datetime_diff datetime_trunc
timestamp_add timestamp_sub timestamp_diff timestamp_trunc time_add time_sub time_diff time_trunc
format_date format_datetime format_timestamp format_time parse_date parse_datetime parse_timestamp
parse_time unix_date unix_seconds unix_millis unix_micros date_from_unix_date timestamp_seconds
timestamp_millis timestamp_micros last_day extract countif approx_count_distinct approx_quantiles
approx_top_count logical_and logical_or any_value array_agg array_concat_agg string_agg stddev
stddev_samp stddev_pop var_samp var_pop corr covar_pop covar_samp percentile_cont percentile_disc
safe_divide safe_add safe_subtract safe_multiply safe_negate ieee_divide div mod trunc
range_bucket is_nan is_inf safe_cast ifnull char_length character_length byte_length strpos instr
contains_substr regexp_contains regexp_extract regexp_extract_all regexp_instr regexp_replace
regexp_substr split soundex normalize normalize_and_casefold initcap translate edit_distance
to_code_points ltrim rtrim array_length array_to_string array_concat array_reverse json_value
json_query json_extract json_extract_scalar json_extract_array json_value_array json_query_array
json_extract_string_array json_type to_json_string parse_json bool int64 float64 string struct
offset ordinal safe_offset safe_ordinal
"""
_TSQL = """
getdate getutcdate sysdatetime sysutcdatetime sysdatetimeoffset dateadd datediff datediff_big
datename datepart datefromparts datetimefromparts datetime2fromparts timefromparts
smalldatetimefromparts datetrunc date_bucket eomonth isdate switchoffset todatetimeoffset year
month day isnull iif choose coalesce nullif isnumeric try_convert try_cast try_parse convert parse
len datalength charindex patindex substring left right ltrim rtrim trim upper lower replace
reverse stuff concat concat_ws string_agg translate str soundex difference unicode ascii nchar
format square power round ceiling floor sign log10 atn2 count_big stdev stdevp var varp
checksum_agg approx_count_distinct percentile_cont percentile_disc grouping grouping_id json_value
json_query isjson json_path_exists
"""


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word.lower() for text in texts for word in text.split())


NAMES: dict[str, frozenset[str]] = {
    "duckdb": _words(_DUCKDB),
    "sqlite": _words(_SQLITE),
    "postgres": _words(_POSTGRES),
    "redshift": _words(_POSTGRES, _REDSHIFT),
    "mysql": _words(_MYSQL),
    "clickhouse": _words(_CLICKHOUSE),
    "spark": _words(_SPARK),
    "databricks": _words(_SPARK, _DATABRICKS),
    "trino": _words(_TRINO),
    "snowflake": _words(_SNOWFLAKE),
    "bigquery": _words(_BIGQUERY),
    "tsql": _words(_TSQL),
}
