/**
 * Benchmarks what scripts wait for: the version, and a search in a hundred thousand images, each as a program of its
 * own with its start and end. Prints a table, or writes its rows to the given path. Runs on Electron's Node.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot, sandboxFlags } from '../../scripts/setup/project.mjs'
import { createHomeFolders } from '../../src/main/platform/create-home-folders.ts'
import { homePathsAt } from '../../src/main/platform/home-paths.ts'
import { importRecipe } from '../../src/shared/domain/import-recipe.ts'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { buildAsset } from '../../test/support/build-asset.ts'
import { fillDatabase } from '../../test/support/open-database.ts'
import { rowOf, type Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { toTable } from '../report/table.ts'

const imageCount = 100_000
const rounds = 9
const versionMostMs = 150
const searchMostMs = 400
/** Of a start of Electron that does nothing else. */
const searchMostStarts = 2

const headless = process.platform === 'linux' ? ['--ozone-platform=headless', '--log-level=3'] : []
const bareApp = join(import.meta.dirname, 'bare-command')

/** Of the words of prompts, some are in every fifth and some in a few hundred. */
function fill(file: string): void {
  const common = ['a heron at the river', 'a tower in the mist', 'a boat at dusk', 'a fox in the snow', 'a garden']
  const records = Array.from({ length: imageCount }, (_, number) => {
    const id = `01JD${String(number).padStart(22, '0')}` as AssetId
    const prompt = `${common[number % common.length]!}, take${number % 500}`
    return buildAsset({
      id,
      name: `image ${number}`,
      relativePath: `2025/${number}.jpg`,
      sha256: createHash('sha256').update(id).digest('hex'),
      createdAtMs: Date.UTC(2025, 0, 1) + number * 60_000,
      recipe: number % 3 === 0 ? importRecipe : { ...importRecipe, operation: 'generate', provider: 'openai', prompt },
    })
  })
  fillDatabase(file, records)
}

/** Returns how long the program took, start and end included. */
async function timeProgram(command: string, args: readonly string[], home: string): Promise<number> {
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env
  const startedMs = performance.now()
  const child = spawn(command, args, { env: { ...env, ATELIER_HOME: home }, stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}`)
  return performance.now() - startedMs
}

async function measure(home: string): Promise<Row[]> {
  const electron = (app: string, ...args: string[]) =>
    timeProgram(process.execPath, [...sandboxFlags, ...headless, app, ...args], home)
  const search = (...args: string[]) => electron(projectRoot, 'search', ...args)
  // The first start fills the disk cache; it is not representative.
  await search('take7')
  const times = { bare: [0], version: [0], rare: [0], report: [0], common: [0] }
  for (const list of Object.values(times)) list.length = 0
  // Alternates, so that changes in machine speed affect all.
  for (let round = 0; round < rounds; round++) {
    times.bare.push(await electron(bareApp))
    times.version.push(await timeProgram('node', ['scripts/atelier.mjs', '--version'], home))
    times.rare.push(await search('take7 provider:openai'))
    times.report.push(await search('take7 provider:openai', '--json'))
    times.common.push(await search('heron provider:openai'))
  }
  const what = '100,000 images: search for a word and a provider'
  const baseline = { what: 'Electron that starts and ends', value: median(times.bare) }
  return [
    rowOf('--version, by the clock', median(times.version), 'ms', versionMostMs),
    rowOf(`${what}, by the clock`, median(times.rare), 'ms', searchMostMs),
    { ...rowOf(`${what}, start included`, median(times.rare), 'ms', searchMostStarts), baseline },
    { ...rowOf(`${what}, all facts as JSON`, median(times.report), 'ms', null), baseline },
    { ...rowOf('100,000 images: a word that 13,000 have, start included', median(times.common), 'ms', null), baseline },
  ]
}

async function main(rowsPath: string | undefined): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'atelier-bench-command-'))
  try {
    const paths = homePathsAt(home)
    await createHomeFolders(paths)
    fill(paths.databaseFile)
    const rows = await measure(home)
    if (rowsPath === undefined) console.log(toTable(rows))
    else await writeFile(rowsPath, JSON.stringify(rows))
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

await main(process.argv[2])
