import { z } from 'zod'
import { agentFolderSchema } from './guarded-values.ts'

/** Largest message of an agent, over HTTP as over a stream: it may carry an image as base64. */
export const agentMessageBytesMax = 96 * 2 ** 20

export const agentFoldersMax = 100

/** Below 1024, listening may need administrator rights. */
export const agentPortSchema = z.int().min(1_024).max(65_535)

const usdSchema = z.number().nonnegative().nullable()

/** In USD, beside the spending limits of the program; null = none, 0 = nothing that costs money. */
export const agentLimitsSchema = z.strictObject({
  perSessionUsd: usdSchema,
  /** Of all sessions together. The day follows this computer's clock and time zone. */
  perDayUsd: usdSchema,
})
export type AgentLimits = z.output<typeof agentLimitsSchema>

/** What programs may do that use Atelier through MCP. */
export const agentSettingsSchema = z.object({
  /** The only folders files are read in, besides the library. */
  folders: z.array(agentFolderSchema).max(agentFoldersMax).default([]),
  /** The only folder files are written to; null = `output` in Atelier’s own folder. */
  outputFolder: agentFolderSchema.nullable().default(null),
  perSessionUsd: usdSchema.default(1),
  perDayUsd: usdSchema.default(5),
  /** On the loopback address only. */
  http: z.object({ isOn: z.boolean().default(false), port: agentPortSchema.default(47_821) }).prefault({}),
})
export type AgentSettings = z.output<typeof agentSettingsSchema>

/** Whether the second limits allow more spending than the first. */
export function areLimitsRaised(from: AgentLimits, to: AgentLimits): boolean {
  const names = ['perSessionUsd', 'perDayUsd'] as const
  return names.some((name) => (to[name] ?? Number.POSITIVE_INFINITY) > (from[name] ?? Number.POSITIVE_INFINITY))
}

/** Whether programs can connect over HTTP. */
export const agentHttpStateSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('off') }),
  z.object({ type: z.literal('listening'), address: z.string() }),
  /** `message`: why, for display. */
  z.object({ type: z.literal('failed'), message: z.string() }),
])
export type AgentHttpState = z.output<typeof agentHttpStateSchema>

export const agentsViewSchema = z.object({
  http: agentHttpStateSchema,
  /** The folder in use. */
  outputFolder: z.string(),
  /** For the configuration file of an MCP client: how it starts this installation. */
  configuration: z.string(),
})
export type AgentsView = z.output<typeof agentsViewSchema>
