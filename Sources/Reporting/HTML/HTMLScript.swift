/// The script of reports: filter and search. Without it everything is there to read all the same.
enum HTMLScript {
  static let text = """
    (function(){'use strict';
    var form=document.getElementById('filter');if(!form)return;form.hidden=false;
    var query=document.getElementById('q'),verdict=document.getElementById('v'),severity=document.getElementById('sv'),count=document.getElementById('count');
    var rules=Array.prototype.map.call(document.querySelectorAll('details.rule'),function(e){return{e:e,
    head:e.firstElementChild.textContent.toLowerCase()+' '+e.id,
    items:Array.prototype.map.call(e.querySelectorAll('[data-v]'),function(o){return{e:o,v:o.getAttribute('data-v'),text:null};})};});
    function apply(){var words=query.value.toLowerCase().split(/\\s+/).filter(Boolean),v=verdict.value,s=severity.value,shown=0,items=0;
    rules.forEach(function(r){var inHead=words.every(function(w){return r.head.indexOf(w)>=0;}),any=false;
    r.items.forEach(function(i){var ok=!v||i.v===v;
    if(ok&&!inHead){if(i.text===null)i.text=i.e.textContent.toLowerCase();ok=words.every(function(w){return i.text.indexOf(w)>=0||r.head.indexOf(w)>=0;});}
    if(i.e.hidden===ok)i.e.hidden=!ok;if(ok){any=true;items++;}});
    var ok=(any||(!v&&inHead))&&(!s||r.e.getAttribute('data-s')===s);r.e.hidden=!ok;if(ok)shown++;else if(!ok&&any)items-=r.items.filter(function(i){return!i.e.hidden;}).length;});
    count.textContent=shown+' rules, '+items+' results shown';}
    var timer;function soon(){clearTimeout(timer);timer=setTimeout(apply,120);}
    query.addEventListener('input',soon);verdict.addEventListener('change',apply);severity.addEventListener('change',apply);
    form.addEventListener('submit',function(e){e.preventDefault();apply();});
    document.getElementById('all').addEventListener('click',function(){var open=this.getAttribute('aria-pressed')!=='true';this.setAttribute('aria-pressed',String(open));
    rules.forEach(function(r){if(!r.e.hidden)r.e.open=open;});});
    function reveal(){var t=location.hash.length>1&&document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for(var e=t;e;e=e.parentElement){if(e.tagName==='DETAILS')e.open=true;if(e.hidden)e.hidden=false;}if(t)t.scrollIntoView();}
    window.addEventListener('hashchange',reveal);reveal();apply();
    })();
    """
}
