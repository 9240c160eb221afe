import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { run } from '../setup/run.mjs'
import { adoptOrphans, usedProcessorSeconds } from './processor-time.mjs'

const module = pathToFileURL(join(import.meta.dirname, 'processor-time.mjs')).href
const isKnown = process.platform === 'linux'

it('is unknown, never zero, where the system does not say', () => {
  if (isKnown) expect(usedProcessorSeconds()).toBeGreaterThan(0)
  else expect([usedProcessorSeconds(), adoptOrphans()()]).toEqual([null, undefined])
})

if (isKnown) {
  it('counts a process whose parent ended before it', async () => {
    // It holds the output of the shell, which ends at once: the shell's output ends when it does.
    const orphan = '(i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done) &'
    const code = `
      import { execFileSync } from 'node:child_process'
      import { adoptOrphans, usedProcessorSeconds } from '${module}'
      const waitForOrphans = adoptOrphans()
      const own = () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6
      execFileSync('sh', ['-c', '${orphan}'])
      for (let left = 1000; usedProcessorSeconds() - own() < 0.05 && left > 0; left--) {
        waitForOrphans()
        await new Promise(setImmediate)
      }
      console.log(usedProcessorSeconds() - own() >= 0.05)`
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
    const { text } = await run(process.execPath, ['--input-type=module', '-e', code], { env, output: 'capture' })
    expect(text).toBe('true\n')
  })
}
