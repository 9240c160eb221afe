import { AppError } from '../../shared/errors/index.ts'
import { imagingCalls, type ImagingInput, type ImagingMethod, type ImagingOutput } from './child/imaging-protocol.ts'
import { ChildSupervisor, type CallOptions, type SupervisorOptions } from './child-supervisor.ts'
import type { Imaging } from './imaging.ts'

/** The imaging process behind plain calls. The process starts with the first one, or with `warmUp`. */
export function createImaging(options: SupervisorOptions): Imaging {
  const supervisor = new ChildSupervisor(options)

  const call = async <M extends ImagingMethod>(
    method: M,
    input: ImagingInput<M>,
    callOptions: CallOptions,
  ): Promise<ImagingOutput<M>> => {
    const value = await supervisor.call(method, input, callOptions)
    const parsed = imagingCalls[method].output.safeParse(value)
    if (parsed.success) return parsed.data as ImagingOutput<M>
    throw new AppError('internal/bug', `The imaging process gave a malformed answer to ${method}.`)
  }

  return {
    probe: (path, signal) => call('probe', { path }, { signal }),
    readAccount: (path, signal) => call('readAccount', { path }, { signal }),
    prepare: (request, signal) => call('prepare', { ...request, thumbnails: [...request.thumbnails] }, { signal }),
    fill: (request, fillOptions) => call('fill', request, fillOptions),
    prepareInput: (request, signal) => call('prepareInput', { ...request, formats: [...request.formats] }, { signal }),
    encodeMask: (request, signal) => call('encodeMask', request, { signal }),
    measureMask: (request, signal) => call('measureMask', request, { signal }),
    expandMask: (request, signal) => call('expandMask', request, { signal }),
    inspectAnswer: (path, signal) => call('inspectAnswer', { path }, { signal }),
    describe: (path, signal) => call('describe', { path }, { signal, isBackground: true }),
    checkSafety: (path, signal) => call('checkSafety', { path }, { signal }),
    compositeAnswer: (request, signal) => call('compositeAnswer', request, { signal }),
    previewBlend: (request, signal) => call('previewBlend', request, { signal }),
    mergePart: (request, signal) => call('mergePart', request, { signal }),
    reframe: (request, reframeOptions) => call('reframe', request, reframeOptions),
    heatMap: (request, signal) => call('heatMap', request, { signal }),
    measureDifference: (request, signal) => call('measureDifference', request, { signal }),
    readRegion: (request, signal) => call('readRegion', request, { signal }),
    compose: (request, signal) => call('compose', request, { signal }),
    readMask: (request, signal) => call('readMask', request, { signal }),
    saveProject: (request, signal) => call('saveProject', request, { signal }),
    openProject: (request, signal) => call('openProject', request, { signal }),
    saveLayered: (request, signal) => call('saveLayered', request, { signal }),
    exportPicture: (request, signal, sign) => call('exportPicture', request, { signal, ...(sign && { sign }) }),
    stripOriginal: (request, signal) => call('stripOriginal', request, { signal }),
    countFileChanges: (request, signal) => call('countFileChanges', request, { signal }),
    checkCredentials: (request, signal) => call('checkCredentials', request, { signal }),
    writePng: (bytes, targetPath, signal) => call('writePng', { bytes, targetPath }, { signal }),
    warmUp: () => supervisor.warmUp(),
    warmUpFill: (request, signal) => call('warmUpFill', request, { signal }),
    dispose: () => supervisor.dispose(),
  }
}
