// Whoever is not logged in any more is shown the form instead of a page that no longer answers.
() => {
  const send = window.fetch;
  window.fetch = async (...given) => {
    const answer = await send(...given);
    if (answer.status === 401) location.reload();
    return answer;
  };
};
