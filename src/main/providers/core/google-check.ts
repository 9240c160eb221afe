import { z } from 'zod'
import type { Call, CloudProject } from './call.ts'
import { googleModelPath } from './google-address.ts'

/** Counting tokens is free, and needs the project, the region and the role that drawing needs. */
export async function checkVertex(call: Call, project: CloudProject): Promise<string> {
  const path = googleModelPath(call, 'gemini-3-pro-image', 'countTokens', 'global')
  const json = { contents: [{ role: 'user', parts: [{ text: 'test' }] }] }
  await call.json({ method: 'POST', path, body: { json } }, z.object({ totalTokens: z.number() }))
  return `Vertex AI, project ${project.projectId}.`
}
