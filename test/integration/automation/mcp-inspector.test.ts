import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installTinyModels } from '../../support/install-tiny-models.ts'
import { relayFile } from '../../support/host/wire.ts'
import { imageOf, McpStage, type McpClient } from '../../support/mcp-stage.ts'
import { commandArgs, projectRoot } from '../../support/run-built-program.ts'
import { countStart } from '../../support/count-start.ts'

let stage: McpStage
/** Keeps the program running between the calls, as an agent's client does. */
let client: McpClient
const photo = () => stage.at('photos', 'photo.png')
const disk = () => stage.at('photos', 'disk.png')
const mask = () => stage.at('photos', 'mask.png')

beforeAll(async () => {
  stage = await McpStage.open()
  await installTinyModels(stage)
  client = await stage.connect()
})
afterAll(() => stage.close())

/** Every tool that needs no image of the library. */
const calls: readonly (readonly [name: string, args: () => string[]])[] = [
  ['generate_image', () => ['prompt=a kite', 'provider=fake']],
  ['edit_image', () => [`input_image=${photo()}`, `mask_image=${mask()}`, 'prompt=a door', 'provider=fake']],
  ['image_variations', () => [`input_image=${photo()}`, 'provider=fake']],
  ['make_grid', () => ['parameters={"prompt":"a kite","provider":"fake"}', 'x={"vary":"seed","values":"1-2"}']],
  ['run_plan', () => [`plan={"steps":[{"mask":{"file":"${mask()}"}}]}`, `images=["${photo()}"]`]],
  ['fill_image', () => [`input_image=${photo()}`, `mask_image=${mask()}`]],
  ['expand_image', () => [`input_image=${photo()}`, 'left=8']],
  ['upscale_image', () => [`input_image=${photo()}`]],
  ['remove_background', () => [`input_image=${disk()}`, 'blur=2']],
  ['select_object', () => [`input_image=${photo()}`, 'points=[[60,40]]']],
  ['describe_image', () => [`input_image=${photo()}`, 'parts=["caption"]']],
  ['prompt_compiler', () => ['base_prompt=cat']],
  ['clip_embeddings', () => ['text=red']],
  ['search_library', () => ['query=kite']],
  ['compare_images', () => [`first=${photo()}`, `second=${photo()}`]],
  ['list_references', () => ['kind=person']],
  ['list_providers', () => []],
  ['list_models', () => ['provider=fake']],
  ['ledger', () => []],
]

describe('the Inspector’s command line drives', () => {
  const inspector = join(projectRoot, 'node_modules/@modelcontextprotocol/inspector/clients/cli/build/index.js')
  const inspect = async (server: 'atelier' | 'relay', ...args: string[]) => {
    const config = ['--config', stage.at('inspector.json'), '--server', server]
    const env = { ...stage.env, ELECTRON_RUN_AS_NODE: '1' }
    const child = spawn(process.execPath, [inspector, ...config, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const [out, err] = await Promise.all([textOf(child.stdout), textOf(child.stderr)])
    expect(out, err).not.toBe('')
    return JSON.parse(out) as { tools?: object[]; isError?: boolean; structuredContent?: object }
  }

  beforeAll(async () => {
    const launch = (args: string[], asNode: string) => ({
      command: process.execPath,
      args: [...args, 'mcp'],
      env: { ...stage.env, ELECTRON_RUN_AS_NODE: asNode },
    })
    const mcpServers = { atelier: launch(commandArgs, ''), relay: launch([join(projectRoot, relayFile)], '1') }
    await writeFile(stage.at('inspector.json'), JSON.stringify({ mcpServers }))
  })

  it('the list of tools, without problems for strict clients', async () => {
    countStart()
    const { tools } = await inspect('atelier', '--method', 'tools/list', '--strict')
    expect(tools).toHaveLength(22)
  })

  it.each(calls)('%s', async (name, args) => {
    const pairs = args().flatMap((pair) => ['--tool-arg', pair])
    const { isError = false, structuredContent } = await inspect(
      'relay',
      '--method',
      'tools/call',
      '--tool-name',
      name,
      ...pairs,
    )
    expect(isError).toBe(false)
    expect(structuredContent).toBeDefined()
  })

  it.each(['get_image', 'export_image', 'organize_images'])('%s', async (name) => {
    const { id } = imageOf(await client.done('search_library', { limit: 1 }))
    const pair = name === 'get_image' ? `id=${id}` : `ids=["${id}"]`
    const more = name === 'organize_images' ? ['--tool-arg', 'rating=3'] : []
    const { isError = false } = await inspect(
      'relay',
      '--method',
      'tools/call',
      '--tool-name',
      name,
      '--tool-arg',
      pair,
      ...more,
    )
    expect(isError).toBe(false)
  })
})
