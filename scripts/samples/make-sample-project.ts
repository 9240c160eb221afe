import { rm } from 'node:fs/promises'
import { createImagingProcess } from '../../test/support/imaging-process.ts'
import { sampleProjectPath, writeSampleProject } from './sample-project.ts'

/** Writes the sample project again, after its contents or the photo changed. */
const { imaging, dispose } = createImagingProcess()
try {
  await rm(sampleProjectPath, { force: true })
  await writeSampleProject(imaging, sampleProjectPath)
} finally {
  await dispose()
}
