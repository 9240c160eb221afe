import { plainMessage as message } from '../plain-message.ts'

// Jobs
export const turnGone = message('What the model said in an earlier turn is no longer in the library. Send it again.')
export const jobGone = message('This job no longer exists.')
export const atelierClosing = message('Atelier is closing.')
export const thisComputer = message('This computer')

// Call errors
export const billed = message('It was billed.')
export const notBilled = message('Nothing was billed.')
export const maybeBilled = message('This may have been billed.')
export const oneMinute = message('a minute')
export const minutes = message('{minutes} minutes')
export const notFinishedInTime = message(
  '{label} has not finished after {waited}. {billing} Try again later, or choose another service.',
)
export const notReadyInTime = message('{label} was not ready in time.')
export const nothingStarted = message('Nothing was started or billed. Try again later.')
export const discardedByServer = message('The server was restarted or discarded it. Generate it again.')
export const generateAgain = message('{billing} Generate it again.')
export const serverStopped = message(
  '{label} has stopped: nothing responds at {host}, and the image is lost.{money} Start the server, then generate the image again.',
)
export const quitBeforeSaved = message(
  '{provider} made this image, but Atelier quit before it was saved. It was billed. Generate it again.',
)
export const withNothingSent = message('{message} Nothing was sent, and nothing was billed.')
export const damagedImage = message('{label} sent a damaged image.')
export const unreadableImage = message('{label} sent an image that Atelier cannot read.')
export const withImageLost = message('{message} The image is lost.{money}')
export const keptAsReturned = message('The image is in the library as the service returned it.')
export const savedForNextStart = message(
  'The image is not lost: it is saved as {path}, and Atelier imports it at its next start.',
)
export const responseSaved = message('The response is saved as {path}.')
export const savedInTemporaryFolder = message(
  'The image is not lost: it is saved as {path}. Import it soon, because the system empties that folder.',
)

// Call journal
export const takenByOtherAtelier = message('Another Atelier that uses the same library has taken this over.')

// Composite edit
export const noImageToPlaceIn = message('There is no image to place the result in.')
export const resultDoesNotMatch = message(
  'The result from {label} does not match the area around the mask, so it was not merged. It is kept, and you can paste it anyway.',
)
export const maskIgnored = message(
  '{label} seems to have ignored your mask: it repainted far beyond it. Your image outside the mask is unchanged.',
)
export const nothingChanged = message(
  '{label} changed nothing in the masked area. Describe what you want there, or choose a model that supports masks.',
)
export const maskLeftUnchanged = message('{label} seems to have ignored your mask: it left the masked area unchanged.')

// Deliver images
export const blackImage = message('The service returned a black image, which means it refused.')
export const fewerImages = message('The service returned fewer images than requested.')

// Expand source
export const noImageToExpand = message('There is no image to expand.')

// Generation planner
export const maskEmpty = message('The mask is empty. Paint over what you want to repaint.')

// Input images
export const referenceAspectRatio = message(
  '“{name}” cannot be used as a reference: this model does not support its aspect ratio. Nothing was sent.',
)

// Preview place
export const noMaskToPreview = message('There is no mask for a preview.')

// Interrupted job
export const keyNotKept = message('Its API key was given for this request only, so it could not be resumed.')
export const quitWhilePreparing = message(
  'Atelier quit {count} times while preparing this, so it is not retried automatically. Nothing was sent or billed. The image or mask may be the cause.',
)
export const quitBeforeFinished = message(
  'Atelier quit before this was finished. Your images are unchanged. Start it again.',
)
export const quitBeforeSent = message('Atelier quit before this was sent. Nothing was billed. Generate it again.')
export const quitWhileDownloading = message(
  '{provider} made this image, but Atelier quit while downloading it. {billing} Check the library before you generate it again.',
)
export const quitBeforeFallback = message(
  'Atelier quit before the request was sent to the fallback service. Nothing was billed. Generate it again.',
)
export const fallbackIsDearer = message('It costs more than the model that was asked for, so it was not used.')
export const quitWhileWorking = message(
  'Atelier quit while {provider} was still working. {money} Check your {provider} account before retrying.',
)
export const quitWhileWorkingHandle = message(
  'Atelier quit while {provider} was still working. {money} The service’s ID for it is {handle}. Check your {provider} account before retrying.',
)

// Merge runner
export const twoSizes = message('“{name}” is {width} × {height}, and “{otherName}” is {otherWidth} × {otherHeight}')
export const otherAspectRatio = message(
  '{sizes}. Areas can only be merged from an image with the same aspect ratio. Crop one of them first.',
)

// Reblend runner
export const cannotReadMask = message('Could not read the mask of “{name}”.')
export const originalResultNotKept = message(
  'The original result behind “{name}” was not kept, so it cannot be reblended.',
)
export const keptResultDoesNotMatch = message(
  'The result behind “{name}” does not match the area around the mask, so it was not merged. Nothing was changed or billed. Paste it anyway, or move it manually.',
)

// Image requests
export const maskNotKept = message('The mask of this edit was not kept. Paint it again, or edit the whole image.')
export const requestNotKept = message(
  'This request is no longer kept, so it cannot be retried. Enter it again in the Studio.',
)

// Lane gate
export const queuePaused = message('The queue is paused.')
export const servicePaused = message('{label} is paused.')
export const setLimits = message('Set your spending limits in Settings › Money to continue.')
export const noNetwork = message('No network. The queue resumes automatically when there is one.')
export const serviceUnreachable = message('{label} cannot be reached. Retrying shortly.')

// Queue entries
export const waitingForCanceled = message('Waiting for {label} to finish a canceled image, which it cannot interrupt.')

// Queue entry
export const canceledOnServer = message(
  'Canceled, but the server cannot be interrupted. It finishes this image, which is then discarded. To stop it now, restart the server.',
)
export const heldSinceStart = message('It was not sent when Atelier closed. It costs money, so it waits for you.')
export const resumesWithWindow = message('Waits for Atelier’s window.')
export const inOtherAtelier = message('Another Atelier is working on it.')

// Queue service
export const cannotMove = message('This cannot be moved there: it is already running, or is no longer in the queue.')

// Verdicts
export const noResultToKeep = message('This job has no result to keep or reject.')

// Edit area
export const frameTooLarge = message(
  'The frame is {width} × {height}. An image can have at most {limit} pixels per side.',
)
export const frameOutsideImage = message('The frame does not overlap the image. Move it over the image.')
export const frameInsideImage = message(
  'The frame does not extend beyond the image. Drag it over an edge to expand the image.',
)

// Response note
export const returnedOtherSize = message(
  '{label} returned {width} × {height} instead of {wantedWidth} × {wantedHeight}',
)
export const returnedOtherAspectRatio = message(
  '{came}, a different aspect ratio. It was stretched or placed to fit the area that was sent.',
)
export const returnedAndScaled = message('{came}. It was scaled to the area that was sent.')

// Stored requests and output folders
export const requestDamaged = message('The saved request is damaged.')
export const notInFolder = message('“{name}” is in the library, but could not be saved in {folder}. {reason}')
export const frameNotKept = message('The frame cannot be stored.')
