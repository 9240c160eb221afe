import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { toErrorData, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-scripts.ts'
import type { CommandContext } from '../program/command.ts'
import { badInput } from '../read-options.ts'
import { exampleOf, type ToolDefinition } from '../tools/tool.ts'
import { readParameters } from '../tools/read-parameters.ts'
import { requireTool } from '../tools/run-tool.ts'
import { decodeTextFile } from '../../platform/pure/decode-text-file.ts'

const differenceSchema = z.object({ code: z.string(), message: z.string() })

const recipeFileSchema = z.strictObject({
  tool: z.string().max(100),
  parameters: z.record(z.string(), z.unknown()).default({}),
  /** Names the call in reports. */
  id: z.union([z.string().min(1).max(200), z.number()]).optional(),
  /** Where a recipe comes from. Not part of the call. */
  atelier: z
    .looseObject({ image: z.string().optional(), differences: z.array(differenceSchema).readonly().default([]) })
    .optional(),
})
/** A tool call in a file. */
export type RecipeFile = z.input<typeof recipeFileSchema>

export interface ToolCall {
  readonly tool: ToolDefinition
  /** As given, and checked: tools add their defaults when they run. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** For errors and reports: `Line 3`. */
  readonly where: string
  /** As given; null = none. */
  readonly id: string | null
  /** What the recipe said about repeating it. */
  readonly differences: readonly { readonly code: string; readonly message: string }[]
  /** The image whose recipe it is. */
  readonly imageId: string | null
}

const example = exampleOf({ tool: 'generate_image', parameters: { prompt: 'a lighthouse' } })

/** Reads a file, or standard input for `-`. @throws storage/* */
export async function readCallText(name: string, context: CommandContext): Promise<string> {
  if (name === '-') return decodeTextFile(await context.readBytes())
  const bytes = await readFile(resolve(context.workingFolder, name)).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.cannotReadCalls({ name }))
  })
  return decodeTextFile(bytes)
}

/** Reads one tool call or a list of them, before any is checked. @throws request/invalid */
export function parseCalls(text: string, name: string): { readonly json: unknown; readonly where: string }[] {
  const label = name === '-' ? messages.standardInput : name
  const json = parseJson(text, label)
  const list: readonly unknown[] = Array.isArray(json) ? json : [json]
  if (list.length === 0) throw badInput(messages.noCalls({ name: label }))
  return list.map((each, at) => ({
    json: each,
    where: Array.isArray(json) ? messages.callName({ number: at + 1 }) : label,
  }))
}

/** Reads a tool call per line; empty lines are skipped. @throws request/invalid naming every line that is not one */
export function readJobLines(text: string): ToolCall[] {
  const problems: string[] = []
  const calls: ToolCall[] = []
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const where = messages.lineName({ number: at + 1 })
    try {
      calls.push(readCall(parseJson(line, where), where))
    } catch (thrown) {
      problems.push(toErrorData(thrown).message)
    }
  }
  throwProblems(problems)
  return calls
}

const problemsMax = 20

/** One error for all of them. @throws request/invalid if there are any */
export function throwProblems(problems: readonly string[]): void {
  if (problems.length === 0) return
  const named = problems.slice(0, problemsMax)
  const rest = problems.length - named.length
  throw badInput([...named, ...(rest > 0 ? [messages.moreProblems({ count: rest })] : [])].join('\n'))
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (thrown) {
    throw badInput(messages.callNotJson({ where, problem: thrown instanceof Error ? thrown.message : '' }))
  }
}

/** Checks a tool call, with `sets` (`name=value`) in place of its parameters. @throws request/invalid */
export function readCall(json: unknown, where: string, sets: readonly string[] = []): ToolCall {
  const parsed = recipeFileSchema.safeParse(json)
  if (!parsed.success) throw badInput(messages.callNotValid({ where, example }))
  const { tool: name, parameters: given, id, atelier } = parsed.data
  try {
    const tool = requireTool(name)
    const { command } = tool
    if (command !== undefined) throw badInput(messages.notInBatches({ tool: name, command }))
    const parameters = sets.reduce((before, set) => applySet(tool, before, set), given)
    readParameters(tool, parameters)
    const about = { differences: atelier?.differences ?? [], imageId: atelier?.image ?? null }
    return { tool, parameters, where, id: id === undefined ? null : String(id), ...about }
  } catch (thrown) {
    throw badInput(messages.callProblem({ where, problem: toErrorData(thrown).message }))
  }
}

type Parameters = Readonly<Record<string, unknown>>

/**
 * Sets a parameter to a value of the type its tool expects: JSON where that fits, otherwise the text itself; `null`
 * removes it. `options.name` sets a field of an object.
 */
function applySet(tool: ToolDefinition, parameters: Parameters, set: string): Parameters {
  const at = set.indexOf('=')
  if (at < 1) throw badInput(messages.setNotValid({ value: set }))
  const [name = '', ...path] = set.slice(0, at).split('.')
  const text = set.slice(at + 1)
  const known = Object.keys(tool.input.shape)
  if (!known.includes(name)) throw badInput(messages.setUnknown({ tool: tool.name, name, known: known.join(', ') }))
  const field = path.join('.')
  const candidates = candidatesOf(text).map((value) => withValueAt(parameters, { name, field }, value))
  return candidates.find((candidate) => problemOf(tool, candidate, name) === null) ?? failSet(tool, candidates, name)
}

function failSet(tool: ToolDefinition, candidates: readonly Parameters[], name: string): never {
  const problem = problemOf(tool, candidates.at(-1) ?? {}, name) ?? ''
  throw badInput(messages.setProblem({ name, problem }))
}

/** Likeliest first. */
function candidatesOf(text: string): unknown[] {
  try {
    return [JSON.parse(text), text]
  } catch {
    return [text]
  }
}

function withValueAt(
  parameters: Parameters,
  { name, field }: { readonly name: string; readonly field: string },
  value: unknown,
): Parameters {
  if (field === '') return withField(parameters, name, value)
  const inner = parameters[name]
  const object = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Parameters) : {}
  return { ...parameters, [name]: withField(object, field, value) }
}

function withField(object: Parameters, name: string, value: unknown): Parameters {
  const { [name]: _previous, ...rest } = object
  return value === null ? rest : { ...rest, [name]: value }
}

/** What is wrong with one parameter; others may still be set. */
function problemOf(tool: ToolDefinition, parameters: Parameters, name: string): string | null {
  const parsed = tool.input.safeParse(parameters)
  if (parsed.success || !(name in parameters)) return null
  return parsed.error.issues.find(({ path }) => path[0] === name)?.message ?? null
}
