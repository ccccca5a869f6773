import { describePo } from '../review/describePo.ts';
import { findPo } from '../review/findPo.ts';
import { detailsJson } from '../review/reviewJson.ts';
import type { OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes } from './CommandFailure.ts';
import { openApplication } from './openApplication.ts';

/** Shows a PO in full: what is open, what was decided, and what is known of it. */
export const reviewShowCommand: OrdinaryCommand = {
  name: 'review show',
  arguments: '<po..>',
  options: {},
  reads: 'config',
  async run(context, args) {
    const { messages, output, config } = context;
    const application = await openApplication(context, 'review show');
    const words = args.texts('po');
    const found = await findPo(application, words, messages);
    const details = await application.reviewing.details(found.po.po.id);
    // Gone between the two looks.
    if (details === null) {
      throw new CommandFailure(exitCodes.failed, 'NOT_FOUND', messages.reviews.find.notFound(words.join(' ')));
    }
    if (output.json) await output.value(detailsJson(details));
    else {
      const telling = { messages, output, docPrefix: config.PO_DOC_PREFIX };
      for (const line of describePo(details, found.by, telling)) output.print(line);
    }
    return exitCodes.done;
  },
};
