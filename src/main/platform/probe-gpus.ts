import { access, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withTimeout } from '../../shared/util/with-timeout.ts'

/** The likeliest to be the fastest first. */
export const gpuVendors = ['nvidia', 'amd', 'intel', 'apple', 'other'] as const
export type Gpu = (typeof gpuVendors)[number]

/** Where the computer is asked; tests use their own folders. */
export interface GpuProbe {
  /** In the format of Electron's `app.getGPUInfo('basic')`. */
  readonly gpuInfo: () => Promise<unknown>
  readonly root?: string
}

/** A graphics driver that does not respond must not block the caller. */
const patienceMs = 3_000

/** Returns the makers of the computer's GPUs, each once; empty where there is none but software. */
export function probeGpus({ gpuInfo, root = '/' }: GpuProbe): Promise<readonly Gpu[]> {
  return process.platform === 'linux' ? readLinuxGpus(root) : readGpuInfo(gpuInfo)
}

/** NVIDIA's driver may run without DRM, as on servers and in containers. */
async function readLinuxGpus(root: string): Promise<Gpu[]> {
  const [found, hasNvidiaDriver] = await Promise.all([
    readDrmVendors(join(root, 'sys/class/drm')),
    access(join(root, 'proc/driver/nvidia/version')).then(
      () => true,
      () => false,
    ),
  ])
  return hasNvidiaDriver && !found.includes('nvidia') ? ['nvidia', ...found] : found
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

async function readGpuInfo(gpuInfo: GpuProbe['gpuInfo']): Promise<Gpu[]> {
  const info = await withTimeout(
    gpuInfo().catch(() => null),
    patienceMs,
    () => null,
  )
  const devices = (info as { gpuDevice?: readonly { vendorId?: number }[] } | null)?.gpuDevice
  return toGpus(Array.isArray(devices) ? devices.map(({ vendorId }) => vendorId ?? 0) : [])
}
