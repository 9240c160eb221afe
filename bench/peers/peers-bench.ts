/**
 * Compares the fill with OpenCV and G'MIC on photographs with a known ground truth. Optional: needs the Debian packages
 * python3-opencv, python3-skimage, and gmic, and reports if they are missing.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../scripts/setup/project.mjs'
import type { Row } from '../report/row.ts'

/** Debian's Python: another one earlier in the path would not see Debian's packages. */
const python = '/usr/bin/python3'

interface Medians {
  readonly seconds: number
  readonly psnr: number
  readonly gradient: number
  readonly seam: number
}

function isRunnable(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** Returns the script's output: one line per image, mask, and method, then one line of medians per method. */
function runPeers(): string {
  const script = join(projectRoot, 'bench/peers/fill_peers.py')
  const ours = [process.execPath, join(projectRoot, 'bench/fill/fill-image.ts')]
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_NO_WARNINGS: '1' }
  const { status, stdout, stderr } = spawnSync(python, [script, ...ours], { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`fill_peers.py failed: ${stderr}`)
  return stdout
}

function mediansOf(output: string, method: string): Medians {
  const number = '(-?[\\d.]+)'
  const pattern = `^MEDIAN ${method} +n=\\d+ ${number}s psnr ${number} ssim ${number} grad ${number} seam ${number}`
  const found = new RegExp(pattern, 'm').exec(output)
  if (found === null) throw new Error(`no medians of ${method} in:\n${output}`)
  const [, seconds, psnr, , gradient, seam] = found.map(Number)
  return { seconds: seconds ?? 0, psnr: psnr ?? 0, gradient: gradient ?? 0, seam: seam ?? 0 }
}

/** Returns the largest change of any pixel that was to be kept. */
function worstKeep(output: string): number {
  const kept = [...output.matchAll(/ ours .* keep (\d+)$/gm)].map((match) => Number(match[1]))
  return Math.max(...kept)
}

function plain(what: string, value: number, unit: string, goal: Row['goal']): Row {
  return { what: `fill at 512 px: ${what}`, value, unit, baseline: null, goal }
}

function toRows(output: string): Row[] {
  const ours = mediansOf(output, 'ours')
  const gmic = mediansOf(output, 'gmic_matchpatch')
  return [
    plain('mean PSNR in the hole', ours.psnr, 'dB', null),
    plain('PSNR over G’MIC matchpatch', ours.psnr - gmic.psnr, 'dB', { type: 'at least', limit: 0.5 }),
    plain('gradient energy, distance from the truth', Math.abs(ours.gradient - 1), '×', {
      type: 'at most',
      limit: 0.2,
    }),
    plain('seam', ours.seam, '× truth', { type: 'at most', limit: 1.2 }),
    plain('largest change of a kept pixel', worstKeep(output), 'levels', { type: 'at most', limit: 0 }),
    {
      ...plain('time', ours.seconds, 's', { type: 'at most', limit: 1 }),
      baseline: { what: 'G’MIC matchpatch', value: gmic.seconds },
    },
  ]
}

const rowsPath = process.argv[2]
if (rowsPath === undefined) throw new Error('usage: peers-bench.ts ROWS.json')
if (isRunnable(python, ['-c', 'import cv2, skimage']) && isRunnable('gmic', ['version'])) {
  writeFileSync(rowsPath, JSON.stringify(toRows(runPeers())))
} else {
  console.error('Not measured against peers: that needs the packages python3-opencv python3-skimage gmic.')
  writeFileSync(rowsPath, '[]')
}
