import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../../scripts/setup/project.mjs'
import type { Row } from './row.ts'

/** One group of measurements: a script that writes its rows as JSON to the given path. */
export interface Area {
  readonly name: string
  /** Below the project folder. */
  readonly script: string
  /** The only part to measure; absent: all. */
  readonly part?: string
}

export type AreaResult = { readonly rows: readonly Row[] } | { readonly failure: string }

/** Each area runs in its own process, so that none warms up or slows down another. */
export async function runArea(area: Area): Promise<AreaResult> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-rows-'))
  const path = join(folder, 'rows.json')
  try {
    const code = await runScript(area, path)
    if (code !== 0) return { failure: `${area.name}: ended with exit code ${code}` }
    return { rows: JSON.parse(await readFile(path, 'utf8')) as Row[] }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function runScript({ script, part }: Area, rowsPath: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, rowsPath, ...(part === undefined ? [] : [part])], {
      cwd: projectRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}
