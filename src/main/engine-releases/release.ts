import { z } from 'zod'
import { engineBackends, engineBackendSchema, type Backend } from '../../shared/domain/engine-release.ts'
import data from './release.json' with { type: 'json' }

/**
 * The one supported release of stable-diffusion.cpp, as data. `npm run engine:pin` fills in the sizes and SHA-256 sums
 * from the release page; until then they are requested when an engine is installed.
 */

export const archiveSchema = z.object({
  /** `*` stands for a version on the maker's build machine, known only from the release. */
  name: z.string().regex(/^[\w.*-]+\.zip$/),
  sizeBytes: z.int().positive().nullable(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
})
export type Archive = z.output<typeof archiveSchema>

export { engineBackends as backends, type Backend }
export const backendLabels: Readonly<Record<Backend, string>> = {
  cuda: 'CUDA',
  vulkan: 'Vulkan',
  rocm: 'ROCm',
  metal: 'Metal',
  cpu: 'CPU',
}

const versionSchema = z.string().regex(/^\d+(\.\d+)*$/)

const buildSchema = z.object({
  backend: engineBackendSchema,
  system: z.enum(['win32', 'linux', 'darwin']),
  arches: z.array(z.enum(['x64', 'arm64'])).min(1),
  /** Oldest supported glibc; null = unknown or irrelevant. Builds that use C23's `strtol` need glibc 2.38. */
  glibc: versionSchema.nullable(),
  macos: versionSchema.nullable(),
  /** The engine first; the others hold its dependencies. */
  archives: z.array(archiveSchema).min(1),
})
export type Build = z.output<typeof buildSchema>

export const releaseSchema = z.object({
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  tag: z.string().regex(/^[\w.-]+$/),
  builds: z.array(buildSchema),
})
export type Release = z.output<typeof releaseSchema>

export const release: Release = releaseSchema.parse(data)

/** Whether an archive’s name matches the pattern in the manifest. */
export function isNamed(pattern: string, name: string): boolean {
  return new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', String.raw`[\w.]+`)}$`).test(name)
}

/** Returns the release asset that matches the pattern; null = none, or more than one. */
export function findAsset<T extends { readonly name: string }>(pattern: string, assets: readonly T[]): T | null {
  const matches = assets.filter(({ name }) => isNamed(pattern, name))
  return matches.length === 1 ? matches[0]! : null
}

/** Parses GitHub's format, `sha256:` and 64 digits; null for anything else. */
export function sha256Of(digest: string | null | undefined): string | null {
  return /^sha256:(?<sum>[0-9a-f]{64})$/i.exec(digest ?? '')?.groups?.['sum']?.toLowerCase() ?? null
}
