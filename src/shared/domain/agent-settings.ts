import { z } from 'zod'
import { agentFolderSchema } from './guarded-values.ts'

export const agentFoldersMax = 100

/** Below 1024, listening may need administrator rights. */
export const agentPortSchema = z.int().min(1_024).max(65_535)

/** What programs may do that use Atelier through MCP. */
export const agentSettingsSchema = z.object({
  /** The only folders files are read in, besides the library. */
  folders: z.array(agentFolderSchema).max(agentFoldersMax).default([]),
  /** The only folder files are written to; null = `output` in Atelier’s own folder. */
  outputFolder: agentFolderSchema.nullable().default(null),
  /** Limits in USD, beside the spending limits of the program; null = none, 0 = nothing that costs money. */
  perSessionUsd: z.number().nonnegative().nullable().default(1),
  /** Of all sessions together. The day follows this computer's clock and time zone. */
  perDayUsd: z.number().nonnegative().nullable().default(5),
  /** On the loopback address only. */
  http: z.object({ isOn: z.boolean().default(false), port: agentPortSchema.default(47_821) }).prefault({}),
})
export type AgentSettings = z.output<typeof agentSettingsSchema>
