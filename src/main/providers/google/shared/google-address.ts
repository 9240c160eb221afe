import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/google.ts'
import type { Call, CloudProject } from '../../core/call.ts'
import { versionedPath } from '../../core/wire/url-policy.ts'

export const geminiApiUrl = 'https://generativelanguage.googleapis.com'

/** Vertex has a host for every region, and another for the token endpoint. */
export const googleApiHosts = ['generativelanguage.googleapis.com', '*.googleapis.com']

/**
 * Returns the path of a model: on the Gemini API with a key, on Vertex AI with a service account.
 * @param homeRegion the Vertex region to use if the account names none, or `global`
 */
export function googleModelPath(call: Call, model: string, verb: string, homeRegion: string): string {
  // A version is written with a literal @: imagegeneration@006.
  const id = encodeURIComponent(model).replace('%40', '@')
  if (call.project === undefined) return versionedPath(call, `/models/${id}:${verb}`, '/v1beta')
  const { projectId } = call.project
  const region = regionOf(call.project, homeRegion)
  const parent = `projects/${encodeURIComponent(projectId)}/locations/${region}/publishers/google`
  return `${vertexOrigin(region)}/v1/${parent}/models/${id}:${verb}`
}

/** Vertex lists Google's published models without naming the project. */
export function vertexCataloguePath(project: CloudProject, homeRegion: string): string {
  return `${vertexOrigin(regionOf(project, homeRegion))}/v1beta1/publishers/google/models`
}

function regionOf(project: CloudProject, homeRegion: string): string {
  const location = project.location ?? homeRegion
  // Models hosted in regions (Imagen) are missing from `global`, which is right for everything else.
  const region = location === 'global' ? homeRegion : location
  // It becomes part of a host name.
  if (/^[a-z]+(-[a-z]+\d+)?$/.test(region)) return region
  throw new AppError('configuration/invalid', messages.unknownRegion({ region }))
}

function vertexOrigin(region: string): string {
  if (region === 'global') return 'https://aiplatform.googleapis.com'
  const isMultiRegion = region === 'us' || region === 'eu'
  return isMultiRegion
    ? `https://aiplatform.${region}.rep.googleapis.com`
    : `https://${region}-aiplatform.googleapis.com`
}
