-- What wrk sends: reports that are like no other, from a fixed seed, each with a key of its own.

local number = 0
local threads = {}
local mark = os.getenv("BENCH_MARK") or "0"
local path = os.getenv("BENCH_PATH")
local story = "Dua kelompok pemuda saling lempar batu di lapangan dekat balai desa. Belum ada yang luka."

function setup(thread)
  thread:set("id", #threads + 1)
  table.insert(threads, thread)
end

function init()
  accepted = 0
  other = 0
end

function request()
  number = number + 1
  local key = "bench-" .. mark .. "-" .. id .. "-" .. number
  local headers = { ["Content-Type"] = "application/json", ["Idempotency-Key"] = key }
  local body = string.format(
    '{"kejadian":"E04","kapan":"kini","wilayah":"35.08.05.%d","tempat":"lapangan","cerita":"%s %s"}',
    2001 + number % 11, key, story)
  return wrk.format("POST", path, headers, body)
end

function response(status)
  if status == 201 then accepted = accepted + 1 else other = other + 1 end
end

function done(summary, latency)
  local accepted, other = 0, 0
  for _, thread in ipairs(threads) do
    accepted = accepted + thread:get("accepted")
    other = other + thread:get("other")
  end
  io.write(string.format(
    'RESULT {"accepted":%d,"other":%d,"seconds":%.3f,"p50_ms":%.1f,"p99_ms":%.1f,"max_ms":%.1f,"socket_errors":%d}\n',
    accepted, other, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
