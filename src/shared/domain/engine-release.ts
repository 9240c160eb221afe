import { z } from 'zod'

export const engineBackends = ['cuda', 'vulkan', 'rocm', 'metal', 'cpu'] as const
export const engineBackendSchema = z.enum(engineBackends)
export type Backend = z.output<typeof engineBackendSchema>

const installedEngineSchema = z.object({
  /** Also the name of its folder. */
  name: z.string(),
  /** null = from an unknown archive. */
  tag: z.string().nullable(),
  /** Unpacked size. */
  bytes: z.int().nonnegative(),
  /** Of its source archives. */
  sha256: z.array(z.string()),
  isCurrent: z.boolean(),
})

/** The release that Atelier installs, and the installed engines. */
export const engineOverviewSchema = z.object({
  tag: z.string(),
  /** Why this computer gets its build, or why there is none. */
  reason: z.string(),
  /** Builds for this system, best first. */
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
