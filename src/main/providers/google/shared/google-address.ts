import { AppError } from '../../../../shared/errors/index.ts'
import type { Call, CloudProject } from '../../core/call.ts'
import { versionedPath } from '../../core/versioned-path.ts'

export const geminiApiUrl = 'https://generativelanguage.googleapis.com'

/** Vertex has a host for every region, and the token endpoint one more. */
export const googleApiHosts = ['generativelanguage.googleapis.com', '*.googleapis.com']

/**
 * Where a model is asked: on the Gemini API with a key, on Vertex AI with a service account.
 * @param homeRegion where Vertex is asked when the account names no region, or none in particular
 */
export function googleModelPath(call: Call, model: string, verb: string, homeRegion: string): string {
  // A version is written with a plain @: imagegeneration@006.
  const id = encodeURIComponent(model).replace('%40', '@')
  if (call.project === undefined) return versionedPath(call, `/models/${id}:${verb}`, '/v1beta')
  const { projectId } = call.project
  const region = regionOf(call.project, homeRegion)
  const parent = `projects/${encodeURIComponent(projectId)}/locations/${region}/publishers/google`
  return `${vertexOrigin(region)}/v1/${parent}/models/${id}:${verb}`
}

/** Vertex lists what Google publishes without naming the project. */
export function vertexCataloguePath(project: CloudProject, homeRegion: string): string {
  return `${vertexOrigin(regionOf(project, homeRegion))}/v1beta1/publishers/google/models`
}

function regionOf(project: CloudProject, homeRegion: string): string {
  const given = project.location ?? homeRegion
  // What lives in a region (Imagen) is not in the one without a place, which is right for everything else.
  const region = given === 'global' ? homeRegion : given
  // It becomes a part of a host's name.
  if (/^[a-z]+(-[a-z]+\d+)?$/.test(region)) return region
  throw new AppError(
    'configuration/invalid',
    `GOOGLE_CLOUD_LOCATION is “${region}”, which is no region of Google Cloud. Nothing was sent. Write one such as europe-west4, or global.`,
  )
}

function vertexOrigin(region: string): string {
  if (region === 'global') return 'https://aiplatform.googleapis.com'
  const isMultiRegion = region === 'us' || region === 'eu'
  return isMultiRegion
    ? `https://aiplatform.${region}.rep.googleapis.com`
    : `https://${region}-aiplatform.googleapis.com`
}
