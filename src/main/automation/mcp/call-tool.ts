import { readFile } from 'node:fs/promises'
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  inputRequired,
  type CallToolResult,
  type ContentBlock,
  type InputRequiredResult,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { z } from 'zod'
import { howToMend } from '../how-to-mend.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'
import { wholeUsd } from '../../../shared/util/sum-costs.ts'
import type { ToolDefinition, ToolContext } from '../tools/tool.ts'
import type { AgentSession, AgentWorkspace } from './agent-session.ts'
import { createCallProgress, type CallProgress } from './call-progress.ts'
import type { Asset } from '../../../shared/domain/asset.ts'
import { coverReason } from '../../../shared/domain/cover-reason.ts'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import { imageUri } from './resource-uris.ts'

const previewsMax = 4

/** Thrown where a limit needs somebody's approval. */
class NeedsApproval extends Error {
  readonly usd: number | null
  readonly reasons: readonly string[]

  constructor(usd: number | null, reasons: readonly string[]) {
    super(joinSentences(...reasons))
    this.usd = usd
    this.reasons = reasons
  }
}

const answerSchema = z.object({ allow: z.boolean().meta({ title: messages.confirmTitle }) })
const questionKey = 'cost'

type Parameters = Readonly<Record<string, unknown>>

/** Runs a tool for a client: limits first, then the work; what fails is a result the model can read. */
export async function callTool(
  tool: ToolDefinition,
  parameters: Parameters,
  { session, server, ctx }: { readonly session: AgentSession; readonly server: McpServer; readonly ctx: ServerContext },
): Promise<CallToolResult | InputRequiredResult> {
  const { host } = session
  const asked = host.confirmations.take(ctx.mcpReq.requestState<string>(), tool.name, parameters)
  const isAllowed = acceptedContent(ctx.mcpReq.inputResponses, questionKey, answerSchema)?.allow === true
  if (asked !== null && !isAllowed) return failed(new AppError('request/cancelled', messages.declined))
  const client = clientOf(server, ctx)
  const progress = progressOf(ctx)
  try {
    await host.refreshSettings()
    const context = toolContext(session, ctx, {
      caller: client.name,
      approvedUsd: asked?.usd,
      isApproved: asked !== null,
      onProgress: progress.report,
    })
    return await host.limiter.run(ctx.mcpReq.signal, async () => {
      const output = await tool.run(parameters, context)
      return { ...succeeded(output), ...(await contentOf(tool, output, session)) }
    })
  } catch (thrown) {
    if (!(thrown instanceof NeedsApproval)) return failed(thrown)
    const { usd, reasons } = thrown
    const facts = { cost: usd === null ? messages.unknownAmount : formatMoney(usd), reasons: joinSentences(...reasons) }
    if (!client.canAsk) return failed(new AppError('money/needs-approval', messages.overAgentLimit(facts)))
    return inputRequired({
      inputRequests: {
        [questionKey]: inputRequired.elicit({
          message: messages.confirmSpend({ tool: tool.title, ...facts }),
          requestedSchema: answerSchema,
        }),
      },
      requestState: host.confirmations.ask(tool.name, parameters, { usd }),
    })
  } finally {
    progress.end()
  }
}

interface Approval extends Pick<ToolContext, 'onProgress'> {
  readonly caller: string
  readonly isApproved: boolean
  /** The amount that was allowed; null = an unknown one. */
  readonly approvedUsd: number | null | undefined
}

function toolContext(session: AgentSession, ctx: ServerContext, { onProgress, ...approval }: Approval): ToolContext {
  const { services, paths } = session.host
  const covers = (usd: number | null) => {
    const { isApproved, approvedUsd } = approval
    return isApproved && (approvedUsd === null || (usd !== null && approvedUsd !== undefined && usd <= approvedUsd))
  }
  return {
    services,
    paths,
    files: session.files(),
    agent: session.agentOf(approval.caller),
    signal: ctx.mcpReq.signal,
    async approve({ reasons, ...over }) {
      const cost = wholeUsd(over)
      if (!session.isCostAllowed && !covers(cost)) throw new NeedsApproval(cost, reasons)
      return true
    },
    async admit(estimate) {
      const usd = wholeUsd(estimate)
      const decision = await session.admit(estimate, covers(usd))
      if ('reasons' in decision) throw new NeedsApproval(usd, decision.reasons)
      return decision.admitted
    },
    onProgress,
  }
}

function progressOf({ mcpReq }: ServerContext): CallProgress {
  const { _meta: meta } = mcpReq
  const progressToken = meta?.progressToken
  if (progressToken === undefined) return { report: () => undefined, end: () => undefined }
  // The client may have left.
  const notify = async (params: { progressToken: string | number; progress: number }) =>
    mcpReq.notify({ method: 'notifications/progress', params })
  return createCallProgress((progress) => {
    notify({ progressToken, ...progress }).catch(() => undefined)
  })
}

interface McpClient {
  readonly name: string
  /** It can ask its user. */
  readonly canAsk: boolean
}

const envelopeSchema = z.object({
  [CLIENT_INFO_META_KEY]: z.object({ name: z.string(), title: z.string().optional() }).optional(),
  [CLIENT_CAPABILITIES_META_KEY]: z.looseObject({ elicitation: z.unknown() }).partial().optional(),
})

/** Of clients since 2026, each request says it; of older ones, the connection. */
function clientOf({ server }: McpServer, { mcpReq: { envelope } }: ServerContext): McpClient {
  const said = envelopeSchema.safeParse(envelope).data
  const info = said?.[CLIENT_INFO_META_KEY] ?? server.getClientVersion()
  const capabilities = said?.[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities()
  const name = (info?.title ?? info?.name ?? '').trim().slice(0, 100)
  return { name: name === '' ? 'MCP' : name, canAsk: capabilities?.elicitation !== undefined }
}

function succeeded(output: object): Pick<CallToolResult, 'structuredContent' | 'isError'> {
  const isError = 'success' in output && output.success === false
  return { structuredContent: { ...output }, ...(isError && { isError }) }
}

/** For clients that read only text, without the bytes of images. */
async function contentOf(
  tool: ToolDefinition,
  output: object,
  session: AgentSession,
): Promise<Pick<CallToolResult, 'content'>> {
  const text = JSON.stringify(output, (key, value: unknown) => (key === 'b64' ? undefined : value))
  const ids = tool.shown?.(output as Parameters) ?? []
  const error = 'error' in output && typeof output.error === 'string' ? [toText(`error: ${output.error}`)] : []
  return { content: [...error, toText(text), ...(await showImages(ids, session.host))] }
}

function toText(text: string): ContentBlock {
  return { type: 'text', text }
}

/** With the code first, so that a program can tell failures apart. */
function failed(thrown: unknown): CallToolResult {
  const { code, message, detail } = toErrorData(thrown)
  return {
    isError: true,
    content: [toText(joinSentences(`${code}: ${message}`, howToMend({ code, detail })))],
    _meta: { 'atelier/error_code': code },
  }
}

/** Returns a small preview of each image and a link to its resource. What the window covers is not shown here either. */
async function showImages(ids: readonly string[], host: AgentWorkspace): Promise<ContentBlock[]> {
  const known = ids.slice(0, previewsMax).flatMap((id) => assetIdSchema.safeParse(id).data ?? [])
  const assets = await host.services.assets.records.load(known)
  return (await Promise.all(assets.map((asset) => show(asset, host)))).flat()
}

async function show(asset: Asset, { services, settings }: AgentWorkspace): Promise<ContentBlock[]> {
  const link: ContentBlock = {
    type: 'resource_link',
    uri: imageUri(asset.id),
    name: asset.name,
    mimeType: asset.mime,
    size: asset.fileBytes,
  }
  if (coverReason(asset, settings().safety) !== null) return [link]
  try {
    const { path, mime } = await services.assets.files.locate(asset.id, 'thumb-256')
    return [{ type: 'image', data: (await readFile(path)).toString('base64'), mimeType: mime }, link]
  } catch {
    // The image itself is there; only its preview is not.
    return [link]
  }
}
