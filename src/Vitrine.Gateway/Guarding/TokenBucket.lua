-- One token bucket, by Redis's own clock, in the same words as the local one: it refills evenly and may go into debt.
-- KEYS[1] the bucket; ARGV: limit, unit in milliseconds, tokens, mode (take: all or none; ask: is one there; charge: into debt).
-- Returns the milliseconds to wait, 0 when taken.
local limit, unit, tokens, mode = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local state = redis.call('HMGET', KEYS[1], 'tokens', 'at', 'limit', 'unit')
local left, at = tonumber(state[1]), tonumber(state[2])
if not left or tonumber(state[3]) ~= limit or tonumber(state[4]) ~= unit then left, at = limit, now end
left = math.min(limit, left + limit * math.max(0, now - at) / unit)
local needed = 0
if mode == 'take' then needed = math.min(tokens, limit) elseif mode == 'ask' then needed = 1 end
local wait = 0
if mode ~= 'charge' and left < needed then wait = math.max(1, math.ceil(unit * (needed - left) / limit)) end
if wait == 0 and mode ~= 'ask' then left = left - tokens end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', left), 'at', now, 'limit', limit, 'unit', unit)
-- Until it is full again, when a new one would say the same; at least ten minutes, at most ninety days.
redis.call('PEXPIRE', KEYS[1], math.min(7776000000, math.max(600000, 60000 + math.ceil(unit * (limit - left) / limit))))
return wait
