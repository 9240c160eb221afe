import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { probeGpus, type GpuProbe } from '../platform/probe-gpus.ts'
import type { Computer } from './choose-build.ts'

/** Where system libraries are looked for; tests use their own folders. */
export interface ProbeOptions extends GpuProbe {
  readonly systemVersion: string | null
}

/** Detects what matters for choosing a build. Whatever cannot be detected counts as missing. */
export async function probeComputer({ gpuInfo, systemVersion, root = '/' }: ProbeOptions): Promise<Computer> {
  const { platform: system, arch } = process
  const [gpus, hasVulkan, hasNvidiaDriver] = await Promise.all([
    probeGpus({ gpuInfo, root }),
    isAnyThere(vulkanPaths(root)),
    isAnyThere(nvidiaPaths(root)),
  ])
  return {
    system,
    arch,
    glibc: system === 'linux' ? readGlibc() : null,
    macos: system === 'darwin' ? systemVersion : null,
    gpus,
    hasVulkan,
    hasNvidiaDriver,
  }
}

const windowsFolder = () => join(process.env['SystemRoot'] ?? String.raw`C:\Windows`, 'System32')

function vulkanPaths(root: string): string[] {
  if (process.platform === 'win32') return [join(windowsFolder(), 'vulkan-1.dll')]
  const folders = ['usr/lib/x86_64-linux-gnu', 'usr/lib64', 'usr/lib', 'lib/x86_64-linux-gnu', 'lib64']
  return folders.map((folder) => join(root, folder, 'libvulkan.so.1'))
}

function nvidiaPaths(root: string): string[] {
  return process.platform === 'win32'
    ? [join(windowsFolder(), 'nvcuda.dll')]
    : [join(root, 'proc/driver/nvidia/version')]
}

async function isAnyThere(paths: readonly string[]): Promise<boolean> {
  const results = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  )
  return results.includes(true)
}

function readGlibc(): string | null {
  // Without this, a report does a DNS lookup for every open connection.
  Object.assign(process.report, { excludeNetwork: true })
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return header?.glibcVersionRuntime ?? null
}
