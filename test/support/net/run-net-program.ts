import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sandboxFlags } from '../../../scripts/setup/project.mjs'
import type { TransportFailure } from '../../../src/main/platform/network/transport.ts'

const program = fileURLToPath(new URL('./net-program.ts', import.meta.url))
const headless = process.platform === 'linux' ? ['--ozone-platform=headless', '--log-level=3'] : []

/** One request for the program to send. */
export interface NetStep {
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly bodyBytes?: number
  readonly isOnce?: boolean
  /**
   * Before it begins; once the server has it, which it tells by answering the path with `/arrived` after it; or once some
   * of its body is here.
   */
  readonly abortAt?: 'start' | 'arrival' | 'body'
  readonly stopAfterBytes?: number
}

export interface NetResult {
  status?: number
  headers?: Readonly<Record<string, string>>
  bytes?: number
  sha256?: string
  failure?: TransportFailure
}

export interface NetReport {
  readonly results: readonly (readonly NetResult[])[]
  readonly resolved: readonly string[]
  readonly unknown: unknown
  readonly usesQuic: boolean
  /** Offered to a server that supports several, in order. */
  readonly protocols: string | null
}

/** Sends requests through Electron's network stack, in a separate headless program. */
export async function runNetProgram(home: string, steps: readonly (readonly NetStep[])[]): Promise<NetReport> {
  const { ELECTRON_RUN_AS_NODE: _asNode, NODE_OPTIONS: _options, ...env } = process.env
  const args = [...sandboxFlags, ...headless, `--user-data-dir=${home}`, program, JSON.stringify(steps)]
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { out: '', err: '' }
  child.stdout.on('data', (part: Buffer) => (output.out += part.toString()))
  child.stderr.on('data', (part: Buffer) => (output.err += part.toString()))
  await once(child, 'close')
  if (!output.out.startsWith('{')) throw new Error(`It said: ${output.out}${output.err}`)
  return JSON.parse(output.out) as NetReport
}
