/**
 * Measures what marks add to preparing a 24-megapixel image for a service, beside preparing it alone in the same run.
 * The fastest rounds are those that no other program disturbed.
 * Runs on Electron's Node: ELECTRON_RUN_AS_NODE=1 <electron> bench/imaging/markup-bench.ts
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createImaging } from '../../src/main/imaging/imaging.ts'
import { startForkedChild } from '../../src/main/platform/process/start-forked-child.ts'
import { open, texture } from '../../test/fixtures/images/make-image.ts'
import { sampleMarks } from '../../test/support/sample-marks.ts'
import { median } from '../report/statistics.ts'

const projectFolder = join(import.meta.dirname, '../..')
const built = join(projectFolder, 'out/main/imaging.js')
const entry = existsSync(built) ? built : join(projectFolder, 'src/main/imaging/child/imaging-child.ts')

const size = { widthPx: 6_000, heightPx: 4_000 }
/** As services take it: about two megapixels. */
const frame = { widthPx: 1_536, heightPx: 1_024 }
const rounds = 9

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}

const folder = await mkdtemp(join(tmpdir(), 'atelier-markup-bench-'))
const imaging = createImaging({ start: () => startForkedChild(entry) })
try {
  const sourcePath = join(folder, 'photo.jpg')
  await writeFile(sourcePath, await open(texture(size.widthPx, size.heightPx)).jpeg({ quality: 92 }).toBuffer())
  const request = {
    sourcePath,
    frame,
    box: { x: 0, y: 0, ...frame },
    formats: ['png', 'jpeg'] as const,
    maxBytes: 50_000_000,
  }
  const marks = [...sampleMarks]
  const alone: number[] = []
  const marked: number[] = []
  const masks: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const times = [
      await timed(() => imaging.prepareInput(request)),
      await timed(() => imaging.prepareMarked({ ...request, marks })),
      await timed(() => imaging.drawMarkupMask({ marks, size })),
    ] as const
    // The first round starts the process.
    if (round === 0) continue
    alone.push(times[0])
    marked.push(times[1])
    masks.push(times[2])
  }
  console.log(`24 MP, sent at ${frame.widthPx} × ${frame.heightPx}, ${rounds} rounds`)
  report('median', median)
  report('fastest', (times) => Math.min(...times))

  function report(name: string, of: (times: readonly number[]) => number): void {
    const [base, both, mask] = [of(alone), of(marked), of(masks)]
    console.log(name)
    console.log(`  image alone            ${base.toFixed(0)} ms`)
    console.log(`  image and marked copy  ${both.toFixed(0)} ms (× ${(both / base).toFixed(2)})`)
    console.log(`  added by marks         ${(both - base).toFixed(0)} ms, of 100 ms allowed`)
    console.log(`  mask made from marks   ${mask.toFixed(0)} ms`)
  }
} finally {
  await imaging.dispose()
  await rm(folder, { recursive: true, force: true })
}
