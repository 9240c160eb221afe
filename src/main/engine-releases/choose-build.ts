import * as messages from '../../shared/messages/en/engine.ts'
import { backendLabels, type Backend, type Build } from './release.ts'

/** What was found out about this computer. */
export interface Computer {
  readonly system: string
  /** Of this program: a library of another is not loaded. */
  readonly arch: string
  /** null = the system has another C library, or does not say. */
  readonly glibc: string | null
  readonly macos: string | null
  readonly gpus: readonly Gpu[]
  /** The loader that drivers of GPUs are found by. */
  readonly hasVulkan: boolean
  readonly hasNvidiaDriver: boolean
}

export const gpuVendors = ['nvidia', 'amd', 'intel', 'apple', 'other'] as const
export type Gpu = (typeof gpuVendors)[number]

export interface Candidate {
  readonly build: Build
  /** Why it cannot run here; null = it can. */
  readonly problem: string | null
}

export interface Choice {
  /** null = none runs here. */
  readonly build: Build | null
  /** Why this one, or why none. */
  readonly reason: string
  /** Everything there is for this system, the best first. */
  readonly candidates: readonly Candidate[]
}

const gpuLabels: Readonly<Record<Gpu, string>> = {
  nvidia: messages.nvidiaGpu,
  amd: messages.amdGpu,
  intel: messages.intelGpu,
  apple: messages.appleGpu,
  other: 'GPU',
}
const systemLabels: Readonly<Record<string, string>> = { win32: 'Windows', linux: 'Linux', darwin: 'macOS' }
const ownBuild = messages.ownBuildAdvice

/** The fastest build that runs here; the one for the processor alone is the floor. */
export function chooseBuild(computer: Computer, builds: readonly Build[]): Choice {
  const candidates = order
    .flatMap((backend) => builds.filter((build) => build.backend === backend && build.system === computer.system))
    .map((build) => ({ build, problem: problemOf(build, computer) }))
  const build = candidates.find(
    ({ problem, build: { backend } }) => problem === null && isChosenByItself(backend),
  )?.build
  if (build) return { build, reason: reasonFor(build.backend, computer), candidates }
  const system = systemLabels[computer.system] ?? computer.system
  const problem = candidates.findLast((candidate) => candidate.problem !== null)?.problem
  const why = problem ?? messages.noBuildForSystem({ system })
  return { build: null, reason: `No build fits this computer: ${lowerFirst(why)} ${ownBuild}`, candidates }
}

const order: readonly Backend[] = ['metal', 'cuda', 'vulkan', 'rocm', 'cpu']

/** ROCm runs on some GPUs of AMD only, and needs its own drivers: it is for those who know. */
const isChosenByItself = (backend: Backend): boolean => backend !== 'rocm'

function problemOf(build: Build, computer: Computer): string | null {
  const { arches, glibc, macos, system } = build
  if (!arches.some((arch) => arch === computer.arch)) {
    return messages.noBuildForArchitecture({ system: systemLabels[system] ?? system, arch: computer.arch })
  }
  if (glibc !== null && computer.glibc === null) return `It needs glibc ${glibc}; this system has another C library.`
  if (glibc !== null && computer.glibc !== null && isOlder(computer.glibc, glibc)) {
    return `It needs glibc ${glibc}; this computer has ${computer.glibc}.`
  }
  if (macos !== null && computer.macos !== null && isOlder(computer.macos, macos)) {
    return `It needs macOS ${macos}; this computer has ${computer.macos}.`
  }
  return driverProblem(build.backend, computer)
}

function driverProblem(backend: Backend, { gpus, hasVulkan, hasNvidiaDriver }: Computer): string | null {
  switch (backend) {
    case 'cuda':
      return hasNvidiaDriver ? null : messages.needsNvidia
    case 'vulkan':
      if (gpus.length === 0) return messages.needsGpu
      return hasVulkan ? null : messages.needsVulkan
    case 'rocm':
      return gpus.includes('amd') ? null : messages.needsAmd
    case 'metal':
    case 'cpu':
      return null
  }
}

function reasonFor(backend: Backend, computer: Computer): string {
  const label = messages.buildName({ value: backendLabels[backend] })
  const [gpu] = [...computer.gpus].toSorted((a, b) => gpuVendors.indexOf(a) - gpuVendors.indexOf(b))
  if (backend === 'cuda') return messages.nvidiaFound({ label })
  if (backend === 'metal') return messages.forEveryMac({ label })
  if (gpu === undefined) return messages.noGpuFound({ label })
  if (backend === 'vulkan') return `${label}: ${gpuLabels[gpu]} found`
  return `${label}: ${gpuLabels[gpu]} found, but no driver with Vulkan. Install one for much faster images`
}

/** By numbers: 2.9 is older than 2.38. */
function isOlder(version: string, needed: string): boolean {
  const [has, needs] = [version, needed].map((text) => text.split('.').map(Number)) as [number[], number[]]
  for (let at = 0; at < needs.length; at++) {
    const difference = (has[at] ?? 0) - needs[at]!
    if (difference !== 0) return difference < 0
  }
  return false
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
