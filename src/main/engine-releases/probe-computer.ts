import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withTimeout } from '../../shared/util/with-timeout.ts'
import type { Computer, Gpu } from './choose-build.ts'

/** Where system libraries are looked for; tests use their own folders. */
export interface ProbeOptions {
  /** In the format of Electron's `app.getGPUInfo('basic')`. */
  readonly gpuInfo: () => Promise<unknown>
  readonly systemVersion: string | null
  readonly root?: string
}

/** A graphics driver that does not respond must not block the caller. */
const patienceMs = 3_000

/** Detects what matters for choosing a build. Whatever cannot be detected counts as missing. */
export async function probeComputer({ gpuInfo, systemVersion, root = '/' }: ProbeOptions): Promise<Computer> {
  const { platform: system, arch } = process
  const [gpus, hasVulkan, hasNvidiaDriver] = await Promise.all([
    system === 'linux' ? readDrmVendors(join(root, 'sys/class/drm')) : readGpuInfo(gpuInfo),
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

const vendors: Readonly<Record<number, Gpu>> = { 0x10de: 'nvidia', 0x1002: 'amd', 0x8086: 'intel', 0x106b: 'apple' }
/** Software renderers: Windows' own, VMware, VirtualBox, QEMU, Google's SwiftShader. */
const software = new Set([0x1414, 0x15ad, 0x80ee, 0x1af4, 0x1234, 0x1ae0])

function toGpus(ids: readonly number[]): Gpu[] {
  const vendorNames = ids.filter((id) => id > 0 && !software.has(id)).map((id) => vendors[id] ?? 'other')
  return [...new Set(vendorNames)]
}

async function readDrmVendors(folder: string): Promise<Gpu[]> {
  const names = await readdir(folder).catch(() => [])
  const cards = names.filter((name) => /^card\d+$/.test(name))
  const texts = await Promise.all(
    cards.map((name) => readFile(join(folder, name, 'device', 'vendor'), 'utf8').catch(() => '')),
  )
  return toGpus(texts.map((text) => Number.parseInt(text, 16)))
}

async function readGpuInfo(gpuInfo: ProbeOptions['gpuInfo']): Promise<Gpu[]> {
  const info = await withTimeout(
    gpuInfo().catch(() => null),
    patienceMs,
    () => null,
  )
  const devices = (info as { gpuDevice?: readonly { vendorId?: number }[] } | null)?.gpuDevice
  return toGpus(Array.isArray(devices) ? devices.map(({ vendorId }) => vendorId ?? 0) : [])
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
