import { z } from 'zod'
import { engineBackends, engineBackendSchema, type Backend } from '../../shared/domain/engine-release.ts'
import data from './release.json' with { type: 'json' }

/**
 * The one release of stable-diffusion.cpp that Atelier works with, as data. `npm run engine:pin` fills in the sizes and
 * SHA-256 sums that the release's own page names; until then they are asked when an engine is installed.
 */

export const archiveSchema = z.object({
  /** `*` stands for a version of the makers' build machine, which only the release knows. */
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
  /** The oldest that it runs on; null = not known, or of no account. Compiled where C23's `strtol` came with glibc 2.38. */
  glibc: versionSchema.nullable(),
  macos: versionSchema.nullable(),
  /** The engine first; others hold what it needs beside it. */
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

/** Whether an archive’s name is the one in the manifest. */
export function isNamed(pattern: string, name: string): boolean {
  return new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', String.raw`[\w.]+`)}$`).test(name)
}

/** What the release calls the archive of this name; null = nothing, or more than one thing. */
export function findAsset<T extends { readonly name: string }>(pattern: string, assets: readonly T[]): T | null {
  const found = assets.filter(({ name }) => isNamed(pattern, name))
  return found.length === 1 ? found[0]! : null
}

/** As GitHub gives it, `sha256:` and 64 digits; null where it is anything else. */
export function sha256Of(digest: string | null | undefined): string | null {
  return /^sha256:(?<sum>[0-9a-f]{64})$/i.exec(digest ?? '')?.groups?.['sum']?.toLowerCase() ?? null
}
