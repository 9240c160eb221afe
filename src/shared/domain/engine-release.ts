import { z } from 'zod'

export const engineBackends = ['cuda', 'vulkan', 'rocm', 'metal', 'cpu'] as const
export const engineBackendSchema = z.enum(engineBackends)
export type Backend = z.output<typeof engineBackendSchema>

const installedEngineSchema = z.object({
  /** Also its folder's. */
  name: z.string(),
  /** null = from an archive that is not known. */
  tag: z.string().nullable(),
  /** Unpacked. */
  bytes: z.int().nonnegative(),
  /** Of the archives it came from. */
  sha256: z.array(z.string()),
  isCurrent: z.boolean(),
})

/** The release that Atelier installs, and what is installed. */
export const engineOverviewSchema = z.object({
  tag: z.string(),
  /** The build for this computer and why, or why there is none. */
  reason: z.string(),
  /** Builds for this system, the best first. */
  offers: z.array(
    z.object({
      backend: engineBackendSchema,
      label: z.string(),
      isRecommended: z.boolean(),
      /** Why it does not run here; null = it does. */
      problem: z.string().nullable(),
    }),
  ),
  installed: z.array(installedEngineSchema),
})
export type EngineOverviewView = z.output<typeof engineOverviewSchema>

export const installProgressSchema = z.object({
  stage: z.enum(['asking', 'checking', 'downloading', 'unpacking', 'testing']),
  bytes: z.number().nonnegative(),
  totalBytes: z.number().nullable(),
})
export type InstallProgressView = z.output<typeof installProgressSchema>
