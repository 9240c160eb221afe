import type { z } from 'zod'
import type { CostSum } from '../../../shared/util/sum-costs.ts'
import type { ProgramServices } from '../program/command.ts'
import type { ApproveSpend } from '../../jobs/attempt-ledger.ts'
import type { HomePaths } from '../../platform/home-paths.ts'

/** Which files a caller may name. Links and `..` are resolved before anything is compared. */
export interface FileAccess {
  /** Returns the real path of a file to read. @throws request/not-allowed, storage/not-found */
  readable(path: string): Promise<string>
  /** Returns where a file may be written. @throws request/not-allowed */
  writable(path: string): Promise<string>
  /** The folder for results that were not given one. */
  readonly outputFolder: string
}

/** What a call may cost, from before anything is sent. */
export interface AdmittedCost {
  /** From now on its requests on disk count by themselves, or as the plan that is running. */
  queued(): void
  /** To be called once with what it cost in the end: of that, what is unknown stays held. */
  settle(paid: CostSum): void
}

/** What a tool may use, and for whom it works. */
export interface ToolContext {
  readonly services: ProgramServices
  readonly paths: HomePaths
  readonly files: FileAccess
  /** The program that asks through MCP, as kept with results and in the ledger; null = a person's command. */
  readonly agent: string | null
  readonly signal: AbortSignal
  /** Asks a person before a limit is exceeded; absent = there is nobody to ask. */
  readonly approve?: ApproveSpend | undefined
  /**
   * Called with the estimate, USD, before anything is sent. @throws money/*, request/cancelled to stop it
   */
  admit(estimate: CostSum): Promise<AdmittedCost>
  /** @param fraction 0 to 1; null = unknown */
  onProgress(fraction: number | null, message: string): void
}

/** One operation for programs: an MCP tool, and a line of a batch. */
export interface ToolDefinition<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  readonly name: string
  readonly title: string
  /** Written for models: when to use it, units, an example, what comes back. */
  readonly description: string
  readonly input: Input
  readonly output: Output
  /** Makes and imports no images, writes no files, and sends nothing to a provider. */
  readonly isReadOnly: boolean
  /**
   * The command that does the same and goes on after a kill. Such a tool is no line of a batch, whose journal would not
   * know what it has paid for.
   */
  readonly command?: string
  /** Library IDs of the images to show with the result; absent = none. */
  shown?(output: z.output<Output>): readonly string[]
  run(input: z.output<Input>, context: ToolContext): Promise<z.input<Output>>
}

/** Types what `run` gets by the tool's schemas. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: ToolDefinition<Input, Output>,
): ToolDefinition {
  return tool
}

/** How an example of a call is written in a description. */
export function exampleOf(parameters: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(parameters)
}
