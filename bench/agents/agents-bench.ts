/**
 * Benchmarks the tools for agents in the built program: what a call adds to the work itself, which is the job from its
 * start until the image is in the library, with a paid service on this computer that answers at once. Prints a table, or
 * writes its rows to the given path. Runs on Electron's Node.
 */
import { writeFile } from 'node:fs/promises'
import { McpStage, type McpClient } from '../../test/support/mcp-stage.ts'
import { rowOf, type Row } from '../report/row.ts'
import { median, percentile } from '../report/statistics.ts'
import { toTable } from '../report/table.ts'

const rounds = 30
/** Of the goal: overhead of a call once the program runs. */
const overheadMs = 30

const draw = { prompt: 'a kite', provider: 'openai', model: 'gpt-image-2', size: '1024x1024', quality: 'draft' }

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}

async function measureCalls(client: McpClient, name: string, parameters: Record<string, unknown>): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push(await timed(() => client.done(name, parameters)))
  return times
}

async function measure(stage: McpStage): Promise<Row[]> {
  const client = await stage.connect()
  await client.done('generate_image', draw)
  const overheads: number[] = []
  for (let round = 0; round < rounds; round++) {
    let jobMs = 0
    const callMs = await timed(async () => (jobMs = Number((await client.done('generate_image', draw))['timing_ms'])))
    overheads.push(callMs - jobMs)
  }
  const compile = await measureCalls(client, 'prompt_compiler', { base_prompt: 'cat', mood: 'calm' })
  const search = await measureCalls(client, 'search_library', { query: 'kite', limit: 20 })
  return [
    rowOf('generate_image: call without its job, median', median(overheads), 'ms', overheadMs),
    rowOf('generate_image: … p95', percentile(overheads, 95), 'ms', null),
    rowOf('prompt_compiler: whole call, median', median(compile), 'ms', overheadMs),
    rowOf('search_library: whole call, median', median(search), 'ms', overheadMs),
  ]
}

async function main(rowsPath: string | undefined): Promise<void> {
  const stage = await McpStage.open({ perSessionUsd: null, perDayUsd: null })
  try {
    const rows = await measure(stage)
    if (rowsPath === undefined) console.log(toTable(rows))
    else await writeFile(rowsPath, JSON.stringify(rows))
  } finally {
    await stage.close()
  }
}

await main(process.argv[2])
