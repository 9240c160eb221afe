import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { runMain } from '../setup/say.mjs'
import { adoptOrphans, usedProcessorSeconds } from './processor-time.mjs'
import { runs } from './steps.mjs'

/**
 * `step-process.mjs RUN STEP ELECTRON RESULT`: runs a step in a process of its own, whose processor time is that of the
 * step even if others run beside it, and writes what came of it as JSON.
 */
await runMain(async () => {
  const [run = '', name = '', electron = '', path = ''] = process.argv.slice(2)
  // A character for each start of the program, by the tests themselves (test/support/count-start.ts).
  const starts = `${path}.starts`
  process.env['ATELIER_STARTS_FILE'] = starts
  const waitForOrphans = adoptOrphans()
  const step = runs[/** @type {keyof typeof runs} */ (run)].find((each) => each.name === name)
  const result = await step?.run(electron)
  waitForOrphans()
  writeFileSync(
    path,
    JSON.stringify({
      ...result,
      starts: existsSync(starts) ? readFileSync(starts, 'utf8') : '',
      processorSeconds: usedProcessorSeconds(),
    }),
  )
  return 0
})
