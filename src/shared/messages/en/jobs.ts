import { plainMessage as message } from '../plain-message.ts'

// Create jobs
export const jobNoLongerExists = message('This job no longer exists.')
export const atelierClosing = message('Atelier is closing.')
export const computer = message('This computer')

// Call errors
export const wasBilled = message('It was billed.')
export const nothingWasBilled = message('Nothing was billed.')
export const mayHaveBeenBilled = message('This may have been billed.')
export const minute = message('a minute')
export const minutesMinutes = message('{minutes} minutes')
export const labelHasNotFinished = message(
  '{label} has not finished after {waited}. {billing} Try again later, or choose another service.',
)
export const labelWasNotReady = message(
  '{label} was not ready in time{said} Nothing was started or billed. Try again later.',
)
export const labelCouldNotMake = message(
  '{label} could not make the image{said} {billing} Try again, or change the request.',
)
export const serverWasRestartedOr = message('The server was restarted or discarded it. Generate it again.')
export const valueGenerateAgain = message('{billing} Generate it again.')
export const labelNoLongerHas = message('{label} no longer has this task or its image{said} {next}')
export const labelHasStoppedNothing = message(
  '{label} has stopped: nothing responds at {host}, and the image is lost.{money} Start the server, then generate the image again.',
)
export const providerMadeImageBut = message(
  '{provider} made this image, but Atelier quit before it was saved. It was billed. Generate it again.',
)
export const messageNothingWasSent = message('{message} Nothing was sent, and nothing was billed.')
export const messageImageLostMoney = message('{message} The image is lost.{money}')
export const imageInLibraryAs = message('The image is in the library as the service returned it.')
export const imageNotLostSaved = message(
  'The image is not lost: it is saved as {path}, and Atelier imports it at its next start.',
)
export const responseSavedAsPath = message('The response is saved as {path}.')
export const imageNotLostSavedAs = message(
  'The image is not lost: it is saved as {path}. Import it soon, because the system empties that folder.',
)

// Call journal
export const anotherAtelierUsesSame = message('Another Atelier that uses the same library has taken this over.')

// Composite edit
export const thereNoImagePlace = message('There is no image to place the result in.')
export const resultFromLabelDoes = message(
  'The result from {label} does not match the area around the mask, so it was not merged. It is kept, and you can paste it anyway.',
)
export const labelSeemsHaveIgnored = message(
  '{label} seems to have ignored your mask: it repainted far beyond it. Your image outside the mask is unchanged.',
)
export const labelChangedNothingIn = message(
  '{label} changed nothing in the masked area. Describe what you want there, or choose a model that supports masks.',
)
export const labelSeemsHaveIgnoredMask = message(
  '{label} seems to have ignored your mask: it left the masked area unchanged.',
)

// Deliver pictures
export const serviceReturnedBlackImage = message('The service returned a black image, which means it refused.')
export const serviceReturnedFewerImages = message('The service returned fewer images than requested.')

// Expand source
export const thereNoImageExpand = message('There is no image to expand.')

// Generation planner
export const maskEmptyPaintOver = message('The mask is empty. Paint over what you want to repaint.')

// Input pictures
export const nameCannotBeUsed = message(
  '“{name}” cannot be used as a reference: this model does not support its aspect ratio. Nothing was sent.',
)

// Preview place
export const thereNoMaskPreview = message('There is no mask for a preview.')

// Interrupted job
export const apiKeyWasGiven = message('Its API key was given for this request only, so it could not be resumed.')
export const atelierQuitTimesPrepared = message(
  'Atelier quit {count} times while preparing this, so it is not retried automatically. Nothing was sent or billed. The image or mask may be the cause.',
)
export const atelierQuitBeforeWas = message(
  'Atelier quit before this was finished. Your images are unchanged. Start it again.',
)
export const atelierQuitBeforeWasSent = message(
  'Atelier quit before this was sent. Nothing was billed. Generate it again.',
)
export const providerMadeImageButAtelier = message(
  '{provider} made this image, but Atelier quit while downloading it. {billing} Check the library before you generate it again.',
)
export const atelierQuitBeforeRequest = message(
  'Atelier quit before the request was sent to the fallback service. Nothing was billed. Generate it again.',
)
export const atelierQuitWhileProvider = message(
  'Atelier quit while {provider} was still working. {money} Check your {provider} account before retrying.',
)
export const quitWhileWorkingHandle = message(
  'Atelier quit while {provider} was still working. {money} The service’s ID for it is {handle}. Check your {provider} account before retrying.',
)

// Merge runner
export const nameWidthPxHeight = message(
  '“{name}” is {width} × {height}, and “{otherName}” is {otherWidth} × {otherHeight}',
)
export const sizesAreasCanOnly = message(
  '{sizes}. Areas can only be merged from an image with the same aspect ratio. Crop one of them first.',
)

// Reblend runner
export const readMaskName = message('read the mask of “{name}”')
export const originalResultBehindName = message(
  'The original result behind “{name}” was not kept, so it cannot be reblended.',
)
export const resultBehindNameDoes = message(
  'The result behind “{name}” does not match the area around the mask, so it was not merged. Nothing was changed or billed. Paste it anyway, or move it manually.',
)

// Ask for pictures
export const requestNoLongerKept = message(
  'This request is no longer kept, so it cannot be retried. Enter it again in the Studio.',
)

// Lane gate
export const queuePaused = message('The queue is paused.')
export const labelPaused = message('{label} is paused.')
export const setSpendingLimitsIn = message('Set your spending limits in Settings › Money to continue.')
export const noNetworkQueueResumes = message('No network. The queue resumes automatically when there is one.')
export const labelCannotBeReached = message('{label} cannot be reached. Retrying shortly.')

// Queue entries
export const waitingLabelFinishCanceled = message(
  'Waiting for {label} to finish a canceled image, which it cannot interrupt.',
)

// Queue entry
export const canceledButServerCannot = message(
  'Canceled, but the server cannot be interrupted. It finishes this image, which is then discarded. To stop it now, restart the server.',
)
export const resumesWhenAteliersWindow = message('Resumes when Atelier’s window is open.')
export const anotherAtelierWorkingOn = message('Another Atelier is working on it.')

// Queue service
export const cannotBeMovedThere = message(
  'This cannot be moved there: it is already running, or is no longer in the queue.',
)

// Verdicts
export const jobHasNoResult = message('This job has no result to keep or reject.')

// Edit area
export const frameWidthPxHeight = message(
  'The frame is {width} × {height}. An image can have at most {limit} pixels per side.',
)
export const frameDoesNotOverlap = message('The frame does not overlap the image. Move it over the image.')
export const frameDoesNotExtend = message(
  'The frame does not extend beyond the image. Drag it over an edge to expand the image.',
)

// Response note
export const labelReturnedWidthPx = message(
  '{label} returned {width} × {height} instead of {wantedWidth} × {wantedHeight}',
)
export const cameDifferentAspectRatio = message(
  '{came}, a different aspect ratio. It was stretched or placed to fit the area that was sent.',
)
export const cameWasScaledArea = message('{came}. It was scaled to the area that was sent.')
