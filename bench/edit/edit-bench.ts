import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { toTable } from '../report/table.ts'
import type { Row } from '../report/row.ts'
import { blendA1111, blendAtelier, blendInvoke } from './blenders.ts'
import { computeRows, throughFilesRows } from './edit-times.ts'
import { maskShapes, paintMask } from './masks.ts'
import { renderScene, scenes, tints, type Scene } from './scenes.ts'
import { measureSeams, type Seams } from './seams.ts'

const sidePx = 512
/** Shift of the response relative to the image, pixels. */
const moves = [
  [0, 0],
  [2.4, -1.6],
  [-5.3, 6.1],
] as const
const grain = 1

interface Case {
  readonly name: string
  readonly ours: Seams
  readonly rivals: readonly { readonly name: string; readonly seams: Seams }[]
}

async function casesOf(scene: Scene): Promise<Case[]> {
  const image = renderScene(scene, sidePx, [0, 0], tints[0]!, 0)
  const cases: Case[] = []
  for (const move of moves) {
    for (const tint of tints) {
      // No shift and no tint: nothing to measure.
      if (move[0] === 0 && tint === tints[0]) continue
      const answer = renderScene(scene, sidePx, move, tint, grain)
      for (const shape of maskShapes) {
        const paint = paintMask(shape, sidePx)
        cases.push({
          name: `${move.join(' ')} px, ${tint.name}, ${shape.name}`,
          ours: measureSeams(image, await blendAtelier(image, answer, paint)),
          rivals: [
            { name: 'A1111', seams: measureSeams(image, blendA1111(image, answer, paint)) },
            { name: 'InvokeAI', seams: measureSeams(image, blendInvoke(image, answer, paint)) },
          ],
        })
      }
    }
  }
  return cases
}

/** Returns the case with our worst result relative to a rival: the others are better. */
function worstRow(scene: Scene, cases: readonly Case[], rival: number, measure: keyof Seams): Row {
  const ratio = (one: Case): number => one.ours[measure] / one.rivals[rival]!.seams[measure]
  const worst = cases.reduce((a, b) => (ratio(a) >= ratio(b) ? a : b))
  const { name, seams } = worst.rivals[rival]!
  return {
    what: `${measure === 'energy' ? 'seam energy' : 'color step'}, ${scene.name}, worst of ${cases.length} cases (${worst.name})`,
    value: worst.ours[measure],
    unit: measure === 'energy' ? 'levels²/px' : 'OKLab × 100',
    baseline: { what: name, value: seams[measure] },
    goal: { type: 'at most', limit: 1 },
  }
}

async function seamRows(): Promise<Row[]> {
  const rows: Row[] = []
  for (const scene of scenes) {
    const cases = await casesOf(scene)
    for (const measure of ['energy', 'step'] as const) {
      rows.push(worstRow(scene, cases, 0, measure), worstRow(scene, cases, 1, measure))
    }
  }
  return rows
}

sharp.cache(false)
const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-edit-'))
try {
  const [, , rowsPath, part] = process.argv
  const files = await throughFilesRows(folder)
  const rows = part === 'files' ? files : [...(await seamRows()), ...(await computeRows()), ...files]
  if (rowsPath === undefined) console.log(toTable(rows))
  else await writeFile(rowsPath, JSON.stringify(rows))
} finally {
  await rm(folder, { recursive: true })
}
