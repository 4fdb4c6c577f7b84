-- wrk's part: asks for the lines of a file in turn (path, tab, cookie) and prints one line of figures.
local asked, turn = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local path, cookie = line:match("([^\t]*)\t(.*)")
    asked[#asked + 1] = wrk.format("GET", path, { Cookie = cookie })
  end
end

function request()
  turn = turn % #asked + 1
  return asked[turn]
end

function done(summary, latency)
  local wrong = summary.errors
  io.write(string.format("figures %d %d %d %d %d\n", summary.requests, summary.duration,
    wrong.connect + wrong.read + wrong.write + wrong.status + wrong.timeout,
    latency:percentile(50), latency:percentile(95)))
end
