import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { appendFileSync } from 'node:fs'
import { libraryOperations } from './support/soak/library-operations.ts'
import { rest } from './support/soak/rest.ts'
import { takeSample } from './support/soak/sample.ts'
import { openSoakWorld } from './support/soak/soak-world.ts'
import { windowOperations, type Hands } from './support/soak/window-operations.ts'
import { test } from './support/test.ts'

test('bisect', async () => {
  test.setTimeout(1_200_000)
  const world = await openSoakWorld(1)
  const hands: Hands = { ...world, page: world.running.page }
  const out = (text: string) => appendFileSync('/tmp/bisect.log', text + '\n')
  const only = (process.env['ONLY'] ?? '').split(',')
  const fds = () => {
    for (const pid of readdirSync('/proc')) {
      try {
        if (!/^\d+$/.test(pid)) continue
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        if (!line.includes('type=renderer') || !line.includes(world.running.home)) continue
        const kinds: Record<string, number> = {}
        for (const fd of readdirSync(`/proc/${pid}/fd`)) {
          const t = readlinkSync(`/proc/${pid}/fd/${fd}`).replace(/\d+/g, 'N')
          kinds[t] = (kinds[t] ?? 0) + 1
        }
        out(JSON.stringify(kinds))
      } catch {}
    }
  }
  try {
    await rest(hands)
    for (const [name, op] of Object.entries({ ...windowOperations, ...libraryOperations })) {
      if (!only.some((each) => name.includes(each))) continue
      await op(hands).catch(() => 0)
      await rest(hands)
      const before = await takeSample(hands)
      for (let n = 0; n < 12; n++) await op(hands).catch((e: unknown) => out(`${name} ${String(e).slice(0, 200)}`))
      await rest(hands)
      const after = await takeSample(hands)
      const diff = Object.keys(after).filter((key) => /^(window|main|rows|files)/.test(key) && Math.abs(after[key]! - (before[key] ?? 0)) > 0.3).map((key) => `${key} ${(after[key]! - (before[key] ?? 0)).toFixed(1)}`)
      out(`${name.padEnd(24)} ${diff.join(', ')}`)
    }
    fds()
  } finally {
    await world.end()
  }
})
