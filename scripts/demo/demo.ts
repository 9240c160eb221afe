import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch, quit } from '../../test/e2e/support/launch.ts'
import { projectRoot } from '../setup/project.mjs'
import type { Change } from './measure-change.ts'
import { removeTheSpoon } from './remove-the-spoon.ts'

const out = join(projectRoot, 'demo')

async function main(): Promise<number> {
  const temporary = await mkdtemp(join(tmpdir(), 'atelier-demo-'))
  try {
    await rm(out, { recursive: true, force: true })
    await mkdir(out)
    const startedAtMs = Date.now()
    const running = await launch({ home: join(temporary, 'home') })
    try {
      const { fillSeconds, change } = await removeTheSpoon(running, { out, exports: join(temporary, 'exported') })
      return report(change, fillSeconds, (Date.now() - startedAtMs) / 1000)
    } finally {
      await quit(running)
    }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

function report({ masked, changedInside, changedOutside }: Change, fillSeconds: number, totalSeconds: number): number {
  console.log('Measured on demo/before.png, demo/mask.png and demo/after.png:')
  console.log(`  inside the mask:  ${changedInside} of ${masked} pixels changed`)
  console.log(`  outside the mask: ${changedOutside} pixels changed`)
  console.log(`  fill: ${fillSeconds.toFixed(1)} s, all of it: ${totalSeconds.toFixed(1)} s`)
  const isRight = changedOutside === 0 && changedInside > masked / 2
  if (!isRight) console.log('This is not what was promised.')
  return isRight ? 0 : 1
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (thrown: unknown) => {
    console.error(thrown)
    process.exitCode = 1
  },
)
