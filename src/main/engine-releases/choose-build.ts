import * as messages from '../../shared/messages/en/engine.ts'
import { gpuVendors, type Gpu } from '../platform/probe-gpus.ts'
import { backendLabels, type Backend, type Build } from './release.ts'

/** What was detected about this computer. */
export interface Computer {
  readonly system: string
  /** Architecture of this program, which cannot load libraries of another one. */
  readonly arch: string
  /** null = the system has another C library, or does not report it. */
  readonly glibc: string | null
  readonly macos: string | null
  readonly gpus: readonly Gpu[]
  /** Whether the Vulkan loader, which finds GPU drivers, is present. */
  readonly hasVulkan: boolean
  readonly hasNvidiaDriver: boolean
}

export interface Candidate {
  readonly build: Build
  /** Why it cannot run here; null = it can run. */
  readonly problem: string | null
}

export interface Choice {
  /** null = no build runs here. */
  readonly build: Build | null
  /** Why this build, or why none. */
  readonly reason: string
  /** All builds for this system, best first. */
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

/** Returns the fastest build that runs here; the CPU-only build is the fallback. */
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
  const reason = problem ?? messages.noBuildForSystem({ system })
  return { build: null, reason: messages.noBuildFits({ reason }), candidates }
}

const order: readonly Backend[] = ['metal', 'cuda', 'vulkan', 'rocm', 'cpu']

/** ROCm runs on some AMD GPUs only and needs its own drivers, so it is never chosen automatically. */
const isChosenByItself = (backend: Backend): boolean => backend !== 'rocm'

function problemOf(build: Build, computer: Computer): string | null {
  const { arches, glibc, macos, system } = build
  if (!arches.some((arch) => arch === computer.arch)) {
    return messages.noBuildForArchitecture({ system: systemLabels[system] ?? system, arch: computer.arch })
  }
  if (glibc !== null && computer.glibc === null) return messages.needsGlibc({ needed: glibc })
  if (glibc !== null && computer.glibc !== null && isOlder(computer.glibc, glibc)) {
    return messages.needsNewerGlibc({ needed: glibc, found: computer.glibc })
  }
  if (macos !== null && computer.macos !== null && isOlder(computer.macos, macos)) {
    return messages.needsNewerMacos({ needed: macos, found: computer.macos })
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
  const facts = { label, gpu: gpuLabels[gpu] }
  return backend === 'vulkan' ? messages.gpuFound(facts) : messages.gpuWithoutVulkan(facts)
}

/** Compares numerically: 2.9 is older than 2.38. */
function isOlder(version: string, needed: string): boolean {
  const [has, needs] = [version, needed].map((text) => text.split('.').map(Number)) as [number[], number[]]
  for (let at = 0; at < needs.length; at++) {
    const difference = (has[at] ?? 0) - needs[at]!
    if (difference !== 0) return difference < 0
  }
  return false
}
