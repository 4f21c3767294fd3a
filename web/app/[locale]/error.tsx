'use client';

import { useEffect, useState } from 'react';
import { buttonLook } from '#ui/button-look.ts';
import { WENT_WRONG, type WentWrongWords } from '#ui/went-wrong.ts';

/** Something broke while the page was made. Its words wait in the layout, so that no page carries a dictionary for it. */
export default function ErrorPage() {
  const [words, setWords] = useState<WentWrongWords>();
  useEffect(() => {
    const said = document.getElementById(WENT_WRONG)?.dataset;
    setWords({ title: said?.['title'] ?? '', lead: said?.['lead'] ?? '', again: said?.['again'] ?? '' });
  }, []);
  if (words === undefined) return null;
  return (
    <div role="alert" className="grid justify-items-center gap-4 px-4 py-14 text-center">
      <h1 className="text-head font-bold">{words.title}</h1>
      <p className="max-w-form text-quiet">{words.lead}</p>
      {/* Every page carries this one: a bare button is a kilobyte less of it. What broke may have done so on the server, so the page is asked for anew. */}
      <button type="button" className={buttonLook('main')} onClick={() => location.reload()}>
        {words.again}
      </button>
    </div>
  );
}
