import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot, sandboxFlags } from '../../../scripts/setup/project.mjs'
import { countStart } from '../count-start.ts'
import { hostVariable } from './wire.ts'

const headless = process.platform === 'linux' ? ['--ozone-platform=headless', '--log-level=3'] : []

/** Starts the host of commands, and names it to the tests by a variable. @param entry its built file */
export async function startHost(entry: string): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-host-'))
  const socket = join(folder, 'host.sock')
  const { ELECTRON_RUN_AS_NODE: _asNode, NODE_OPTIONS: _options, DISPLAY: _x, ...env } = process.env
  const args = [...sandboxFlags, ...headless, entry, socket, projectRoot, join(folder, 'profile')]
  countStart()
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const failed = ended.then(() => Promise.reject(new Error('The host of commands ended before it was ready.')))
  failed.catch(() => undefined)
  await Promise.race([once(child.stdout, 'data'), failed])
  process.env[hostVariable] = socket
  return async () => {
    child.stdin.end()
    await ended
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
