import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, symlink } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startInHost } from '../../support/host/run-in-host.ts'
import { imageOf, McpStage, type McpClient } from '../../support/mcp-stage.ts'
import { commandArgs } from '../../support/run-built-program.ts'
import { countStart } from '../../support/count-start.ts'

let stage: McpStage
let client: McpClient

beforeAll(async () => {
  stage = await McpStage.open()
  await symlink(stage.at('secret', 'photo.png'), stage.at('photos', 'link.png'))
  await symlink(stage.at('secret'), stage.at('photos', 'folder'))
  client = await stage.connect()
})
afterAll(() => stage.close())

const fill = (image: string, mask = 'photos/mask.png') =>
  client.failure('fill_image', { input_image: image, mask_image: stage.at(...mask.split('/')) })

it.each([
  ['outside', () => stage.at('secret', 'photo.png')],
  ['by ..', () => stage.at('photos', '..', 'secret', 'photo.png')],
  ['by a link', () => stage.at('photos', 'link.png')],
  ['in a linked folder', () => stage.at('photos', 'folder', 'photo.png')],
  ['of the system', () => '/etc/passwd'],
  ['the settings', () => stage.at('home', 'settings.json')],
  ['the database', () => stage.at('home', 'atelier.db')],
  ['by file:', () => `file://${stage.at('secret', 'photo.png')}`],
  ['over http', () => 'http://example.com/a.png'],
  ['on this computer', () => 'https://127.0.0.1/a.png'],
  ['of the cloud', () => 'https://169.254.169.254/latest/meta-data/'],
  ['with a zero byte', () => `${stage.at('photos', 'photo.png')}\0`],
  ['that is a folder', () => stage.at('photos')],
  ['that is no image', () => 'data:text/html;base64,AAAA'],
  ['that is broken', () => 'data:image/png;base64,AAAA'],
])('does not read a file %s, as image or as mask', async (_what, path) => {
  expect(await fill(path())).toMatch(/^(request|storage|network|media)\//)
  const asMask = { input_image: stage.at('photos', 'photo.png'), mask_image: path() }
  expect(await client.failure('fill_image', asMask)).toMatch(
    /^((request|storage|network|media)\/|error: “mask” is not)/,
  )
})

it.each(
  [
    'clip_embeddings:image_path',
    'search_library:like',
    'compare_images:first',
    'remove_background:background_image',
  ].map((each) => each.split(':') as [string, string]),
)('does not read files outside for %s, as %s', async (tool, field) => {
  const rest = tool === 'compare_images' ? { second: stage.at('photos', 'photo.png') } : {}
  const input = tool === 'remove_background' ? { input_image: stage.at('photos', 'photo.png') } : rest
  const said = await client.failure(tool, { ...input, [field]: stage.at('secret', 'photo.png') })
  // Without a model, nothing is read at all.
  expect(said).toMatch(/not in an allowed folder|^model\/missing/)
})

it('does not read files outside as a control image or a sampling mask', async () => {
  const control = { image: stage.at('secret', 'photo.png'), net: 'canny' }
  const outside = 'not in an allowed folder'
  expect(await client.failure('generate_image', { prompt: 'x', provider: 'fake', control })).toContain(outside)
  const filled = { input_image: stage.at('photos', 'photo.png'), mask_image: stage.at('photos', 'mask.png') }
  expect(await client.failure('fill_image', { ...filled, sampling_image: control.image })).toContain(outside)
})

it.each(['../away', '/tmp/atelier-away', 'a/../../away', 'a\0b'])('does not write to %j', async (folder) => {
  const { id } = imageOf(await client.done('generate_image', { prompt: 'a kite', provider: 'fake' }))
  expect(await client.failure('export_image', { ids: [id], folder })).toMatch(/^request\/invalid/)
  expect(await readdir(stage.folder)).not.toContain('away')
})

it.each<[string, Record<string, unknown>]>([
  ['generate_image', {}],
  ['generate_image', { prompt: 7 }],
  ['generate_image', { prompt: '' }],
  ['generate_image', { prompt: 'x'.repeat(100_000) }],
  ['generate_image', { prompt: 'x', n: 1e9 }],
  ['generate_image', { prompt: 'x', size: '1x1' }],
  ['generate_image', { prompt: 'x', size: '99999x99999', provider: 'fake' }],
  ['generate_image', { prompt: 'x', provider: 'nobody' }],
  ['generate_image', { prompt: 'x', provider: 'fake', model: '../../etc' }],
  ['generate_image', { prompt: 'x', provider: 'fake', base_url: 'https://example.com' }],
  ['generate_image', { prompt: 'x', provider: 'fake', api_key: 'sk-x' }],
  ['generate_image', { prompt: 'x', provider: 'fake', max_cost_usd: -1 }],
  ['generate_image', { prompt: 'x', provider: 'fake', max_cost_usd: Number.NaN }],
  ['generate_image', { prompt: 'x', provider: 'fake', options: { a: { b: 1 } } }],
  ['generate_image', { prompt: 'x', provider: 'fake', loras: Array.from({ length: 10_000 }, () => ({})) }],
  ['edit_image', { prompt: 'x', input_image: [] }],
  ['get_image', { id: { toString: 'x' } }],
  ['get_image', { id: "' OR 1=1 --" }],
  ['search_library', { limit: 1e12 }],
  ['search_library', { query: '('.repeat(5_000) }],
  ['export_image', { ids: [] }],
  ['ledger', { since: 'yesterday' }],
  ['__proto__', {}],
  ['constructor', {}],
])('refuses %s %j clearly', async (name, parameters) => {
  const said = await client.call(name, parameters).then(
    ({ isError, text }) => (isError ? text : 'accepted'),
    (thrown: Error) => thrown.message,
  )
  expect(said).not.toBe('accepted')
  expect(said.length).toBeGreaterThan(10)
  expect(said.length).toBeLessThan(4_000)
  expect(said).not.toMatch(/\bat \/|node:internal|\[object/)
})

async function residentMb(pid: number): Promise<number> {
  if (process.platform !== 'linux') return 0
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024
}

function flood(flooded: McpClient) {
  return Promise.all(
    Array.from({ length: 1_000 }, (_, at) => {
      if (at % 4 === 0) return flooded.call('search_library', { limit: 5 })
      if (at % 4 === 1) return flooded.call('prompt_compiler', { base_prompt: `cat ${at}`, mood: 'calm' })
      if (at % 4 === 2) return flooded.call('get_image', { id: `none-${at}` })
      return flooded.call('fill_image', { input_image: '/etc/passwd', mask_image: '/etc/passwd' })
    }),
  )
}

it('answers a thousand calls at once, and its memory stays', async () => {
  // A process of its own: nobody else's work is measured.
  const own = await stage.start()
  await flood(own)
  const before = await residentMb(own.pid)
  for (let round = 0; round < 3; round++) {
    const replies = await flood(own)
    expect(replies.filter(({ isError }) => isError)).toHaveLength(500)
  }
  const after = await residentMb(own.pid)
  expect(after - before).toBeLessThan(64)
  await own.client.close()
})

it('cancels calls that wait, and goes on', async () => {
  const controller = new AbortController()
  const calls = Array.from({ length: 100 }, (_, at) =>
    client.call('generate_image', { prompt: `a kite ${at}`, provider: 'fake' }, { signal: controller.signal }),
  )
  // Most of them still wait when the first is done.
  void Promise.race(calls).then(() => controller.abort())
  const ends = await Promise.allSettled(calls)
  expect(ends.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(80)
  expect(await client.done('prompt_compiler', { base_prompt: 'cat' })).toBeDefined()
})

const hello = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bare', version: '0' } },
}

it('survives lines that are no messages', async () => {
  const said = new PassThrough()
  const reply = once(createInterface({ input: said }), 'line') as Promise<[string]>
  const asked = { args: ['mcp'], env: stage.env, cwd: stage.folder, home: stage.at('home') }
  const command = startInHost(asked, { onOut: (bytes) => void said.write(bytes) })
  command.write('not json\n{"jsonrpc":"2.0"}\n[]\n{"id":{}}\n\n')
  command.write(`${JSON.stringify(hello)}\n`)
  expect(JSON.parse((await reply)[0])).toMatchObject({ id: 1, result: { serverInfo: { name: 'atelier' } } })
  command.endInput()
  expect((await command.ended).code).toBe(0)
})

it('ends when its client closes the pipes in the middle of a call', async () => {
  countStart()
  const child = spawn(process.execPath, [...commandArgs, 'mcp'], { env: stage.env, stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = once(child, 'exit') as Promise<[number | null]>
  child.stdin.on('error', () => undefined)
  child.stdin.write(`${JSON.stringify(hello)}\n`)
  await once(child.stdout, 'data')
  child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
  const call = { name: 'generate_image', arguments: { prompt: 'a kite', provider: 'fake', n: 4 } }
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: call })}\n`)
  child.stdout.destroy()
  child.stdin.end()
  expect((await ended)[0]).toBe(0)
})
