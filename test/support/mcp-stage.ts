import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, type Transport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import type { AgentSettings } from '../../src/shared/domain/agent-settings.ts'
import type { ProviderId } from '../../src/shared/domain/provider-id.ts'
import { startServices, type Services } from '../e2e/support/services.ts'
import type { StubOptions } from './services/stub-server.ts'
import { HostTransport } from './host/host-transport.ts'
import { countStart } from './count-start.ts'
import { commandArgs, programEnvironment } from './run-built-program.ts'
import { maskPng, photoPng } from './small-images.ts'

/** Size of `photos/photo.png`, and the area that `photos/mask.png` marks. */
const size = { widthPx: 128, heightPx: 96 }
const hole = { x: 48, y: 32, widthPx: 24, heightPx: 20 }

interface McpOptions {
  /** How the client's user answers; absent = the client cannot ask. */
  readonly answer?: (question: string) => boolean
  readonly name?: string
  /** Speaks the protocol of 2025. */
  readonly isOlder?: boolean
}

export interface ToolReply {
  readonly isError: boolean
  readonly text: string
  readonly result: Record<string, unknown>
  readonly content: readonly { readonly type: string; readonly [field: string]: unknown }[]
}

/** After this the SDK takes a silent program for one of an older protocol, which a busy computer can make of any. */
const probeTimeoutMs = 240_000

/** A home with one allowed folder and a paid service, and clients of the built program. */
export class McpStage {
  readonly folder: string
  readonly services: Services
  readonly #clients: Client[] = []
  readonly #hosted: HostTransport[] = []

  private constructor(folder: string, services: Services) {
    this.folder = folder
    this.services = services
  }

  /** @param ids of the services that are played */
  static async open(
    agents: Partial<AgentSettings> = {},
    played: StubOptions = {},
    ids: readonly ProviderId[] = ['openai'],
  ): Promise<McpStage> {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-mcp-'))
    const stage = new McpStage(folder, await startServices(ids, played))
    for (const name of ['home', 'photos', 'secret']) await mkdir(stage.at(name))
    await writeFile(stage.at('photos', 'photo.png'), photoPng(size))
    await writeFile(stage.at('photos', 'mask.png'), maskPng(size, hole))
    await writeFile(stage.at('secret', 'photo.png'), photoPng(size))
    await stage.change(agents)
    return stage
  }

  at(...names: string[]): string {
    return join(this.folder, ...names)
  }

  /** Writes the settings for the next program. */
  async change(agents: Partial<AgentSettings>): Promise<void> {
    const settings = { version: 1, agents: { folders: [this.at('photos')], outputFolder: this.at('out'), ...agents } }
    await writeFile(this.at('home', 'settings.json'), JSON.stringify(settings))
  }

  get env(): Record<string, string> {
    const { env, keyEnv } = this.services
    return programEnvironment({ home: this.at('home'), env: { ...env, ...keyEnv } })
  }

  /** Connects a client to `mcp`, which runs in the host of commands. */
  async connect(options: McpOptions = {}): Promise<McpClient> {
    const asked = { args: ['mcp'], env: this.env, cwd: this.folder, home: this.at('home') }
    const transport = new HostTransport(asked)
    this.#hosted.push(transport)
    return this.#connect(transport, options)
  }

  /** Connects a client to a program of its own, which can be killed. It speaks the protocol of 2025: others start two. */
  async start(): Promise<McpClient & { readonly pid: number }> {
    countStart()
    const args = [...commandArgs, 'mcp']
    const transport = new StdioClientTransport({ command: process.execPath, args, env: this.env, stderr: 'pipe' })
    const client = await this.#connect(transport, { isOlder: true })
    return Object.assign(client, { pid: transport.pid! })
  }

  async #connect(transport: Transport, { answer, name = 'Trial', isOlder = false }: McpOptions): Promise<McpClient> {
    const client = new Client(
      { name, version: '1.0.0' },
      {
        capabilities: answer === undefined ? {} : { elicitation: {} },
        ...(!isOlder && { versionNegotiation: { mode: 'auto', probe: { timeoutMs: probeTimeoutMs } } }),
      },
    )
    if (answer !== undefined) {
      client.setRequestHandler('elicitation/create', ({ params }) => {
        const isAllowed = answer(params.message)
        return isAllowed ? { action: 'accept', content: { allow: true } } : { action: 'decline' }
      })
    }
    this.#clients.push(client)
    await client.connect(transport)
    return new McpClient(client)
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()))
    await Promise.all(this.#hosted.map((transport) => transport.ended()))
    await this.services.close()
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The official client, with replies in one form. */
export class McpClient {
  readonly client: Client

  constructor(client: Client) {
    this.client = client
  }

  async call(
    name: string,
    parameters: Record<string, unknown> = {},
    options: Parameters<Client['callTool']>[1] = {},
  ): Promise<ToolReply> {
    const reply = await this.client.callTool({ name, arguments: parameters }, { timeout: 60_000, ...options })
    const content = reply.content as ToolReply['content']
    const text = content.flatMap((each) => (each.type === 'text' ? [String(each['text'])] : [])).join('\n')
    const result = (reply.structuredContent ?? {}) as Record<string, unknown>
    return { isError: reply.isError === true, text, result, content }
  }

  /** The result of a call that succeeds. */
  async done(name: string, parameters: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const { isError, text, result } = await this.call(name, parameters)
    if (isError) throw new Error(`${name} failed: ${text}`)
    return result
  }

  /** What a call that fails says. */
  async failure(name: string, parameters: Record<string, unknown> = {}): Promise<string> {
    const { isError, text } = await this.call(name, parameters)
    if (!isError) throw new Error(`${name} succeeded: ${text}`)
    return text
  }
}

/** The only image of a result. */
export function imageOf(result: Record<string, unknown>): { readonly id: string; readonly path: string } {
  const [image] = result['images'] as { readonly id: string; readonly path: string }[]
  return image!
}
