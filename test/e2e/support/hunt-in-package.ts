import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { huntInProcess, type formsOf } from './key-hunt.ts'
import { processesOf, type Packaged } from './packaged.ts'

interface Hunt {
  /** Of the user: every process knows it. */
  readonly home: string
  readonly forms: ReturnType<typeof formsOf>
}

type PackageProcess = Awaited<ReturnType<typeof processesOf>>[number]

export const isMain = (args: string) => !args.includes('--type=')
export const isForAgent = (args: string) => /(^| )mcp( |$)/.test(args)
const isNetwork = (args: string) => args.includes('network.mojom.NetworkService')

/** Expects keys only where they may be, and in Chromium’s network process, which sends them. Returns what runs. */
export async function huntIn(
  packaged: Packaged,
  { home, forms, mayHold }: Hunt & { mayHold: (args: string) => boolean },
): Promise<string[]> {
  const names: string[] = []
  for (const process of await processesOf(packaged)) {
    const searched = await whileItRuns(process.pid, async () => {
      return { name: await nameOf(process), ...(await huntInProcess(process.pid, forms, home)) }
    })
    if (searched === null) continue
    const { name, written, inMemory } = searched
    expect(written, name).toEqual([])
    if (!mayHold(process.args) && !isNetwork(process.args)) expect(inMemory, name).toEqual([])
    names.push(name)
  }
  return names
}

/** By the library that it has loaded, as all processes of Electron's are called alike. */
async function nameOf({ pid, args }: PackageProcess): Promise<string> {
  if (isForAgent(args)) return 'agent'
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8')
  if (maps.includes('libstable-diffusion.so')) return 'engine'
  if (maps.includes('libonnxruntime')) return 'vision'
  return args
}

/** Null if the process has ended meanwhile. */
async function whileItRuns<T>(pid: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (thrown) {
    if (!existsSync(`/proc/${pid}/maps`)) return null
    throw thrown
  }
}

/** The page's process may still have what was typed in memory that is free again; `huntInHeap` says that nothing keeps it. */
export async function huntInProcesses(packaged: Packaged, { home, forms }: Hunt): Promise<string[]> {
  const found: string[] = []
  for (const { pid, args } of await processesOf(packaged)) {
    const searched = await whileItRuns(pid, () => huntInProcess(pid, forms, home))
    if (searched === null) continue
    const { written, inMemory } = searched
    if (isMain(args)) expect(inMemory).not.toEqual([])
    const isPage = args.includes('--type=renderer')
    const wrong = inMemory.filter((name) => !(isPage && name.startsWith('stability')))
    found.push(...[...written, ...(isMain(args) || isNetwork(args) ? [] : wrong)].map((name) => `${args}: ${name}`))
  }
  return found
}
