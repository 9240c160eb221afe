import { message } from '../message.ts'

export const planRun = message('Run an edit plan on images.')
export const planRunDetails = message(
  'The file, in JSON or YAML, holds masked edits with prompts and models; “Save plan…” in the window writes one, “atelier schema plan” describes it. All images are priced before anything is sent, and each gets one result in the library. An interrupted run continues with --resume: nothing is paid for twice.',
)
export const planFile = message('The plan’s file, or - for standard input')
export const planImages = message('Images: files, addresses or library IDs')
export const planFolder = message('Also the images in this folder and its subfolders')
export const planOut = message('Also save copies of the results to this folder.')
export const estimateOnly = message('Print what would be made and paid, and send nothing')
export const resume = message('Continue an interrupted run, on its images: nothing that was sent is sent again.')
export const retryUnknown = message('With --resume: also make steps again that failed and may have been billed')

// Problems
export const noImages = message('Name images or a folder with --folder.')
export const noImagesFound = message('There are no images in {folder}.')
export const imagesWithResume = message('With --resume, the images are those of the interrupted run: name none.')
export const nothingToResume = message('No interrupted run used this version of the plan. Run it without --resume.')
export const imageFailed = message('{name}: {problem}')

// Progress and result
export const preparing = message('Preparing {done} of {total}')
export const planned = message(
  '{images, plural, one {# image} other {# images}}, {steps, plural, one {# step} other {# steps}}, {cost}',
)
export const progress = message('{done} of {total} done')
export const summary = message('{done} of {total, plural, one {# image} other {# images}} done, {cost}')
export const incomplete = message('{missing, plural, one {# image has} other {# images have}} no result.')
export const interrupted = message('Interrupted. Continue with: plan run {name} --resume')
